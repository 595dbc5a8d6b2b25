-- CreateIndex
CREATE INDEX "event_human_click_idx" ON "event"("shop_id", "occurred_at", "customer_id") WHERE kind = 'mail_clicked' AND payload->>'class' = 'human';
