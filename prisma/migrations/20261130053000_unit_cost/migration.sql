-- AlterTable
ALTER TABLE "variant" ADD COLUMN     "cost_minor" BIGINT,
ADD COLUMN     "cost_read_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "variant_shop_id_cost_read_at_idx" ON "variant"("shop_id", "cost_read_at");
