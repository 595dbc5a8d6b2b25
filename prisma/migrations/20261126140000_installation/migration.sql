-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "installation_id" TEXT;
