-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "shop_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "types" TEXT[],
    "has_addresses" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "disabled_for" TEXT,
    "sealed_secret" BYTEA NOT NULL,
    "sealed_previous" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "held_until" TIMESTAMPTZ(3),
    "system_email_id" TEXT,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("shop_id","endpoint_id")
);

-- CreateTable
CREATE TABLE "outgoing_webhook" (
    "shop_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "profile_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed_body" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "tried_at" TIMESTAMPTZ(3),
    "response_status" INTEGER,
    "last_error" TEXT,

    CONSTRAINT "outgoing_webhook_pkey" PRIMARY KEY ("shop_id","endpoint_id","webhook_id")
);

-- CreateIndex
CREATE INDEX "outgoing_webhook_shop_id_endpoint_id_occurred_at_idx" ON "outgoing_webhook"("shop_id", "endpoint_id", "occurred_at");

-- CreateIndex
CREATE INDEX "outgoing_webhook_pending_idx" ON "outgoing_webhook"("shop_id", "endpoint_id", "occurred_at", "webhook_id") WHERE (state = 'pending');

-- CreateIndex
CREATE INDEX "outgoing_webhook_shop_id_profile_id_idx" ON "outgoing_webhook"("shop_id", "profile_id");

-- CreateIndex
CREATE INDEX "outgoing_webhook_queued_at_idx" ON "outgoing_webhook"("queued_at");

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outgoing_webhook" ADD CONSTRAINT "outgoing_webhook_shop_id_endpoint_id_fkey" FOREIGN KEY ("shop_id", "endpoint_id") REFERENCES "webhook_endpoint"("shop_id", "endpoint_id") ON DELETE CASCADE ON UPDATE CASCADE;
