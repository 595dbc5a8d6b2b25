-- CreateTable
CREATE TABLE "shop" (
    "shop_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "country_code" TEXT,
    "primary_url" TEXT,
    "sealed_contact" BYTEA,
    "granted_scopes" TEXT NOT NULL DEFAULT '',
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(3),

    CONSTRAINT "shop_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "settings" (
    "shop_id" TEXT NOT NULL,
    "brand" JSONB NOT NULL DEFAULT '{}',
    "sending" JSONB NOT NULL DEFAULT '{}',
    "learning" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "shopify_session" (
    "shop_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "sealed" BYTEA NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "shopify_session_pkey" PRIMARY KEY ("shop_id","session_id")
);

-- CreateTable
CREATE TABLE "inbox_entry" (
    "shop_id" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "event_id" TEXT,
    "api_version" TEXT,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed_body" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_entry_pkey" PRIMARY KEY ("shop_id","webhook_id")
);

-- CreateTable
CREATE TABLE "event" (
    "shop_id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "customer_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,
    "sealed" BYTEA,

    CONSTRAINT "event_pkey" PRIMARY KEY ("shop_id","source","source_id")
);

-- CreateTable
CREATE TABLE "cursor" (
    "shop_id" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "cursor_pkey" PRIMARY KEY ("shop_id","consumer")
);

-- CreateTable
CREATE TABLE "backfill" (
    "shop_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "bulk_operation_id" TEXT,
    "object_count" INTEGER NOT NULL DEFAULT 0,
    "imported_count" INTEGER NOT NULL DEFAULT 0,
    "lines_done" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "backfill_pkey" PRIMARY KEY ("shop_id","resource")
);

-- CreateTable
CREATE TABLE "product" (
    "shop_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "product_type" TEXT NOT NULL,
    "tags" TEXT[],
    "status" TEXT NOT NULL,
    "url" TEXT,
    "image_url" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "product_pkey" PRIMARY KEY ("shop_id","product_id")
);

-- CreateTable
CREATE TABLE "variant" (
    "shop_id" TEXT NOT NULL,
    "variant_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "price_minor" BIGINT NOT NULL,
    "compare_at_minor" BIGINT,
    "inventory_quantity" INTEGER,
    "available_for_sale" BOOLEAN NOT NULL,

    CONSTRAINT "variant_pkey" PRIMARY KEY ("shop_id","variant_id")
);

-- CreateTable
CREATE TABLE "collection" (
    "shop_id" TEXT NOT NULL,
    "collection_id" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "product_ids" TEXT[],
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "collection_pkey" PRIMARY KEY ("shop_id","collection_id")
);

-- CreateTable
CREATE TABLE "profile" (
    "shop_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "customer_id" TEXT,
    "email_index" BYTEA,
    "sealed_contact" BYTEA,
    "locale" TEXT,
    "country_code" TEXT,
    "marketing_state" TEXT NOT NULL DEFAULT 'not_subscribed',
    "marketing_opt_in" TEXT,
    "marketing_changed_at" TIMESTAMPTZ(3),
    "order_count" INTEGER NOT NULL DEFAULT 0,
    "net_spend_minor" BIGINT NOT NULL DEFAULT 0,
    "first_order_at" TIMESTAMPTZ(3),
    "last_order_at" TIMESTAMPTZ(3),
    "traits" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "source_updated_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "profile_pkey" PRIMARY KEY ("shop_id","profile_id")
);

-- CreateTable
CREATE TABLE "order" (
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "profile_id" TEXT,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "fulfilled_at" TIMESTAMPTZ(3),
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "checkout_token" TEXT,
    "cart_token" TEXT,
    "source_name" TEXT,
    "test" BOOLEAN NOT NULL DEFAULT false,
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    "product_id" TEXT,
    "variant_id" TEXT,
    "title" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "net_minor" BIGINT NOT NULL,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("shop_id","order_id","line_id")
);

-- CreateTable
CREATE TABLE "refund" (
    "shop_id" TEXT NOT NULL,
    "refund_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "refunded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("shop_id","refund_id")
);

-- CreateTable
CREATE TABLE "checkout" (
    "shop_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "profile_id" TEXT,
    "cart_token" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "source_name" TEXT,
    "lines" JSONB NOT NULL,
    "sealed_recovery_url" BYTEA,
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkout_pkey" PRIMARY KEY ("shop_id","token")
);

-- CreateTable
CREATE TABLE "suppression" (
    "shop_id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "reason" TEXT NOT NULL,
    "message_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("shop_id","email_index","reason")
);

-- CreateTable
CREATE TABLE "model" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "trained_at" TIMESTAMPTZ(3) NOT NULL,
    "options" JSONB NOT NULL,
    "quality" JSONB NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "model_pkey" PRIMARY KEY ("shop_id","kind","version")
);

-- CreateTable
CREATE TABLE "flow" (
    "shop_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "library_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "live_version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_pkey" PRIMARY KEY ("shop_id","flow_id")
);

-- CreateTable
CREATE TABLE "flow_version" (
    "shop_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_version_pkey" PRIMARY KEY ("shop_id","flow_id","version")
);

-- CreateTable
CREATE TABLE "enrollment" (
    "shop_id" TEXT NOT NULL,
    "enrollment_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "profile_id" TEXT NOT NULL,
    "object_key" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "exit_reason" TEXT,
    "step_id" TEXT,
    "next_run_at" TIMESTAMPTZ(3),
    "context" JSONB NOT NULL,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "enrollment_pkey" PRIMARY KEY ("shop_id","enrollment_id")
);

-- CreateTable
CREATE TABLE "message" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "enrollment_id" TEXT,
    "flow_id" TEXT,
    "flow_version" INTEGER,
    "step_id" TEXT,
    "profile_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "decision" JSONB NOT NULL DEFAULT '{}',
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "intent" JSONB NOT NULL,
    "template" TEXT,
    "subject_hash" TEXT,
    "sealed_mail" BYTEA,
    "html_bytes" INTEGER,
    "picks" JSONB NOT NULL DEFAULT '[]',
    "batch_id" TEXT,
    "provider_id" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateTable
CREATE TABLE "message_link" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "link_index" INTEGER NOT NULL,
    "position" TEXT NOT NULL,
    "sealed_target" BYTEA NOT NULL,

    CONSTRAINT "message_link_pkey" PRIMARY KEY ("shop_id","message_id","link_index")
);

-- CreateTable
CREATE TABLE "mail_batch" (
    "shop_id" TEXT NOT NULL,
    "batch_id" TEXT NOT NULL,
    "mailer" TEXT NOT NULL,
    "message_ids" TEXT[],
    "state" TEXT NOT NULL,
    "first_attempt_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "mail_batch_pkey" PRIMARY KEY ("shop_id","batch_id")
);

-- CreateTable
CREATE TABLE "hit" (
    "shop_id" TEXT NOT NULL,
    "hit_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "link_index" INTEGER NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "class" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "hit_pkey" PRIMARY KEY ("shop_id","hit_id")
);

-- CreateTable
CREATE TABLE "attribution" (
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "flow_id" TEXT,
    "step_id" TEXT,
    "clicked_at" TIMESTAMPTZ(3) NOT NULL,
    "ordered_at" TIMESTAMPTZ(3) NOT NULL,
    "currency" TEXT NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,
    "window_hours" INTEGER NOT NULL,

    CONSTRAINT "attribution_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "shop_id" TEXT NOT NULL,
    "audit_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("shop_id","audit_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "shopify_session_session_id_key" ON "shopify_session"("session_id");

-- CreateIndex
CREATE INDEX "inbox_entry_shop_id_state_seq_idx" ON "inbox_entry"("shop_id", "state", "seq");

-- CreateIndex
CREATE INDEX "inbox_entry_state_next_run_at_idx" ON "inbox_entry"("state", "next_run_at");

-- CreateIndex
CREATE INDEX "event_shop_id_customer_id_occurred_at_idx" ON "event"("shop_id", "customer_id", "occurred_at");

-- CreateIndex
CREATE INDEX "event_shop_id_kind_occurred_at_idx" ON "event"("shop_id", "kind", "occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "event_shop_id_seq_key" ON "event"("shop_id", "seq");

-- CreateIndex
CREATE INDEX "variant_shop_id_product_id_idx" ON "variant"("shop_id", "product_id");

-- CreateIndex
CREATE INDEX "profile_shop_id_email_index_idx" ON "profile"("shop_id", "email_index");

-- CreateIndex
CREATE INDEX "profile_shop_id_last_order_at_idx" ON "profile"("shop_id", "last_order_at");

-- CreateIndex
CREATE UNIQUE INDEX "profile_shop_id_customer_id_key" ON "profile"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "order_shop_id_profile_id_placed_at_idx" ON "order"("shop_id", "profile_id", "placed_at");

-- CreateIndex
CREATE INDEX "order_shop_id_placed_at_idx" ON "order"("shop_id", "placed_at");

-- CreateIndex
CREATE INDEX "order_shop_id_checkout_token_idx" ON "order"("shop_id", "checkout_token");

-- CreateIndex
CREATE INDEX "order_line_shop_id_product_id_idx" ON "order_line"("shop_id", "product_id");

-- CreateIndex
CREATE INDEX "refund_shop_id_order_id_idx" ON "refund"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "checkout_shop_id_profile_id_source_updated_at_idx" ON "checkout"("shop_id", "profile_id", "source_updated_at");

-- CreateIndex
CREATE INDEX "enrollment_shop_id_state_next_run_at_idx" ON "enrollment"("shop_id", "state", "next_run_at");

-- CreateIndex
CREATE INDEX "enrollment_state_next_run_at_idx" ON "enrollment"("state", "next_run_at");

-- CreateIndex
CREATE INDEX "enrollment_shop_id_profile_id_state_idx" ON "enrollment"("shop_id", "profile_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "enrollment_shop_id_flow_id_profile_id_object_key_key" ON "enrollment"("shop_id", "flow_id", "profile_id", "object_key");

-- CreateIndex
CREATE INDEX "message_shop_id_state_next_attempt_at_idx" ON "message"("shop_id", "state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "message_state_next_attempt_at_idx" ON "message"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "message_shop_id_profile_id_sent_at_idx" ON "message"("shop_id", "profile_id", "sent_at");

-- CreateIndex
CREATE INDEX "message_shop_id_flow_id_step_id_state_idx" ON "message"("shop_id", "flow_id", "step_id", "state");

-- CreateIndex
CREATE INDEX "message_shop_id_planned_at_idx" ON "message"("shop_id", "planned_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_shop_id_enrollment_id_step_id_key" ON "message"("shop_id", "enrollment_id", "step_id");

-- CreateIndex
CREATE INDEX "mail_batch_state_next_attempt_at_idx" ON "mail_batch"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "hit_shop_id_message_id_occurred_at_idx" ON "hit"("shop_id", "message_id", "occurred_at");

-- CreateIndex
CREATE INDEX "attribution_shop_id_ordered_at_idx" ON "attribution"("shop_id", "ordered_at");

-- CreateIndex
CREATE INDEX "attribution_shop_id_message_id_idx" ON "attribution"("shop_id", "message_id");

-- CreateIndex
CREATE INDEX "audit_entry_shop_id_at_idx" ON "audit_entry"("shop_id", "at");

-- AddForeignKey
ALTER TABLE "settings" ADD CONSTRAINT "settings_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backfill" ADD CONSTRAINT "backfill_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product" ADD CONSTRAINT "product_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant" ADD CONSTRAINT "variant_shop_id_product_id_fkey" FOREIGN KEY ("shop_id", "product_id") REFERENCES "product"("shop_id", "product_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile" ADD CONSTRAINT "profile_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_shop_id_order_id_fkey" FOREIGN KEY ("shop_id", "order_id") REFERENCES "order"("shop_id", "order_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model" ADD CONSTRAINT "model_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow" ADD CONSTRAINT "flow_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_version" ADD CONSTRAINT "flow_version_shop_id_flow_id_fkey" FOREIGN KEY ("shop_id", "flow_id") REFERENCES "flow"("shop_id", "flow_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_shop_id_flow_id_fkey" FOREIGN KEY ("shop_id", "flow_id") REFERENCES "flow"("shop_id", "flow_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_enrollment_id_fkey" FOREIGN KEY ("shop_id", "enrollment_id") REFERENCES "enrollment"("shop_id", "enrollment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_link" ADD CONSTRAINT "message_link_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hit" ADD CONSTRAINT "hit_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution" ADD CONSTRAINT "attribution_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;
