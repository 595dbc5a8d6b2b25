-- AlterTable
ALTER TABLE "product" ADD COLUMN     "rating" DOUBLE PRECISION,
ADD COLUMN     "rating_count" INTEGER,
ADD COLUMN     "rating_read_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "product_rating_idx" ON "product"("shop_id", "rating_read_at") WHERE (status = 'active' AND deleted_at IS NULL);
