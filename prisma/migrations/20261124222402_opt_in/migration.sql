-- CreateTable
CREATE TABLE "consent_entry" (
    "shop_id" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "email_index" BYTEA,
    "purpose" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "consent_text" TEXT,
    "text_version" TEXT,
    "locale" TEXT NOT NULL,
    "list" TEXT,
    "address_hash" TEXT,

    CONSTRAINT "consent_entry_pkey" PRIMARY KEY ("shop_id","entry_id")
);

-- CreateTable
CREATE TABLE "opt_in_request" (
    "shop_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "sealed_email" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "variant_id" TEXT,
    "product_id" TEXT,
    "visitor_id" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed_mail" BYTEA,
    "first_tried_at" TIMESTAMPTZ(3),
    "mailed_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "customer_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3),

    CONSTRAINT "opt_in_request_pkey" PRIMARY KEY ("shop_id","request_id")
);

-- CreateIndex
CREATE INDEX "consent_entry_shop_id_email_index_at_idx" ON "consent_entry"("shop_id", "email_index", "at");

-- CreateIndex
CREATE INDEX "consent_entry_shop_id_at_idx" ON "consent_entry"("shop_id", "at");

-- CreateIndex
CREATE INDEX "opt_in_request_shop_id_email_index_created_at_idx" ON "opt_in_request"("shop_id", "email_index", "created_at");

-- CreateIndex
CREATE INDEX "opt_in_request_shop_id_state_next_run_at_idx" ON "opt_in_request"("shop_id", "state", "next_run_at");

-- CreateIndex
CREATE INDEX "opt_in_request_state_next_run_at_idx" ON "opt_in_request"("state", "next_run_at");

-- CreateIndex
CREATE INDEX "opt_in_request_expires_at_idx" ON "opt_in_request"("expires_at");
