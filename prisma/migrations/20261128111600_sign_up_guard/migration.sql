-- AlterTable
ALTER TABLE "opt_in_request" ADD COLUMN     "delivery_state" TEXT,
ADD COLUMN     "delivery_told_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "mailbox_counter" (
    "mailbox_index" BYTEA NOT NULL,
    "mailed_at" TIMESTAMPTZ(3)[],
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mailbox_counter_pkey" PRIMARY KEY ("mailbox_index")
);

-- CreateTable
CREATE TABLE "sign_up_guard" (
    "shop_id" TEXT NOT NULL,
    "vouched_at" TIMESTAMPTZ(3),
    "captcha" TEXT,
    "sealed_captcha_secret" BYTEA,
    "captcha_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_up_guard_pkey" PRIMARY KEY ("shop_id")
);

-- CreateIndex
CREATE INDEX "mailbox_counter_expires_at_idx" ON "mailbox_counter"("expires_at");

-- CreateIndex
CREATE INDEX "opt_in_request_shop_id_mailed_at_idx" ON "opt_in_request"("shop_id", "mailed_at");
