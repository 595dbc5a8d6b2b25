-- CreateIndex
CREATE INDEX "message_shop_id_state_sent_at_flow_id_idx" ON "message"("shop_id", "state", "sent_at", "flow_id");
