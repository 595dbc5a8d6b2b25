-- CreateIndex
CREATE INDEX "event_shop_id_kind_occurred_at_customer_id_idx" ON "event"("shop_id", "kind", "occurred_at", "customer_id");

-- DropIndex
DROP INDEX "event_shop_id_kind_occurred_at_idx";
