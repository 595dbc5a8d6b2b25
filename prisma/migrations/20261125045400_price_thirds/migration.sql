-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "high_price" BIGINT,
ADD COLUMN     "low_price" BIGINT;
