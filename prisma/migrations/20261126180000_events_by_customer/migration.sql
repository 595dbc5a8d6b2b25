-- CreateIndex
CREATE INDEX "event_mail_sent_idx" ON "event"("shop_id", "customer_id", "occurred_at") WHERE kind = 'mail_sent';

-- DropIndex
DROP INDEX "event_human_click_idx";

-- CreateIndex
CREATE INDEX "event_human_click_idx" ON "event"("shop_id", "customer_id", "occurred_at") WHERE kind = 'mail_clicked' AND payload->>'class' = 'human';
