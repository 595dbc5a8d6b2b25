CREATE INDEX CONCURRENTLY IF NOT EXISTS "discount_code_shop_id_ends_at_idx" ON "discount_code"("shop_id", "ends_at");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "outgoing_webhook_shop_id_queued_at_idx" ON "outgoing_webhook"("shop_id", "queued_at");
CREATE INDEX CONCURRENTLY IF NOT EXISTS "suppression_expires_idx" ON "suppression"("shop_id", "expires_at") WHERE expires_at IS NOT NULL;
