-- The key of a shop in signed addresses of the inbound mailbox: app/feedback/mailbox/find-signed-message.server.ts. Without the index each
-- email that arrives there hashes the names of all shops. A shop's name has no backslash, so the cast is exact.
CREATE INDEX "shop_mailbox_key_idx" ON "shop" ((left(encode(sha256("shop_id"::bytea), 'hex'), 8)));
