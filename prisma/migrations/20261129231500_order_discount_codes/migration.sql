-- AlterTable
ALTER TABLE "order" ADD COLUMN     "discount_codes" TEXT[] DEFAULT ARRAY[]::TEXT[];
