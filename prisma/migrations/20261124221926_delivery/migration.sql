-- AlterTable
ALTER TABLE "message" ADD COLUMN     "delivery_state" TEXT;

-- AlterTable
ALTER TABLE "suppression" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "note" TEXT,
ADD COLUMN     "scope" TEXT NOT NULL DEFAULT 'marketing',
ADD COLUMN     "sealed_address" BYTEA;

-- CreateTable
CREATE TABLE "mailer_account" (
    "account" TEXT NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "rate_per_second" DOUBLE PRECISION NOT NULL,
    "refilled_at" TIMESTAMPTZ(3) NOT NULL,
    "rest_until" TIMESTAMPTZ(3),
    "rest_reason" TEXT,

    CONSTRAINT "mailer_account_pkey" PRIMARY KEY ("account")
);

-- CreateTable
CREATE TABLE "sending_identity" (
    "shop_id" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "open_until" TIMESTAMPTZ(3),
    "refused_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "sending_identity_pkey" PRIMARY KEY ("shop_id","identity")
);

-- CreateTable
CREATE TABLE "handed_mail" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "provider_id" TEXT,
    "reason" TEXT,
    "handed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handed_mail_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateTable
CREATE TABLE "mail_event" (
    "shop_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "delivery" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "provider_id" TEXT,
    "detail" TEXT,

    CONSTRAINT "mail_event_pkey" PRIMARY KEY ("shop_id","event_id")
);

-- CreateIndex
CREATE INDEX "mail_event_shop_id_message_id_occurred_at_idx" ON "mail_event"("shop_id", "message_id", "occurred_at");

-- CreateIndex
CREATE INDEX "mail_event_shop_id_delivery_occurred_at_idx" ON "mail_event"("shop_id", "delivery", "occurred_at");

-- CreateIndex
CREATE INDEX "suppression_shop_id_created_at_idx" ON "suppression"("shop_id", "created_at");

-- AddForeignKey
ALTER TABLE "mail_event" ADD CONSTRAINT "mail_event_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;
