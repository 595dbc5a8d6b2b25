-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "merchant_locale" TEXT;
