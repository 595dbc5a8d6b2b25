-- CreateTable
CREATE TABLE "shop" (
    "shop_id" TEXT NOT NULL,
    "shopify_gid" TEXT,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "country_code" TEXT,
    "ships_to_countries" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "primary_url" TEXT,
    "sealed_contact" BYTEA,
    "granted_scopes" TEXT NOT NULL DEFAULT '',
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "installation_id" TEXT,
    "uninstalled_at" TIMESTAMPTZ(3),
    "access_lost_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_as" TEXT,
    "low_price" BIGINT,
    "high_price" BIGINT,
    "applied_window_hours" INTEGER,

    CONSTRAINT "shop_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "shop_plan" (
    "shop_id" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "subscription_id" TEXT,
    "is_test" BOOLEAN NOT NULL DEFAULT false,
    "is_development" BOOLEAN NOT NULL DEFAULT false,
    "paid_until" TIMESTAMPTZ(3),
    "trial_ends_at" TIMESTAMPTZ(3),
    "trial_began_at" TIMESTAMPTZ(3),
    "last_plan" TEXT,
    "last_status" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "shop_plan_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "settings" (
    "shop_id" TEXT NOT NULL,
    "brand" JSONB NOT NULL DEFAULT '{}',
    "sending" JSONB NOT NULL DEFAULT '{}',
    "learning" JSONB NOT NULL DEFAULT '{}',
    "recommendations" JSONB NOT NULL DEFAULT '{}',
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
    "last_error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3),
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
    "visitor_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,
    "sealed" BYTEA,

    CONSTRAINT "event_pkey" PRIMARY KEY ("shop_id","source","source_id")
);

-- CreateTable
CREATE TABLE "pixel_account" (
    "shop_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "pixel_id" TEXT,
    "synced_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pixel_account_pkey" PRIMARY KEY ("shop_id")
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
CREATE TABLE "engagement_event" (
    "shop_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'click',
    "link_index" INTEGER,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "method" TEXT NOT NULL DEFAULT 'GET',
    "user_agent_class" TEXT NOT NULL DEFAULT 'browser',
    "ip_hash" TEXT,
    "ip_class" TEXT NOT NULL DEFAULT 'other',
    "is_prefetch" BOOLEAN NOT NULL DEFAULT false,
    "classification" TEXT NOT NULL,
    "score" INTEGER,
    "reason" TEXT,
    "rules_version" INTEGER NOT NULL DEFAULT 0,
    "classify_at" TIMESTAMPTZ(3),

    CONSTRAINT "engagement_event_pkey" PRIMARY KEY ("shop_id","event_id")
);

-- CreateTable
CREATE TABLE "email_event" (
    "shop_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "delivery" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "provider_id" TEXT,
    "detail" TEXT,

    CONSTRAINT "email_event_pkey" PRIMARY KEY ("shop_id","event_id")
);

-- CreateTable
CREATE TABLE "tracking_refusal" (
    "shop_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,

    CONSTRAINT "tracking_refusal_pkey" PRIMARY KEY ("shop_id","customer_id")
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
CREATE TABLE "variant_price" (
    "shop_id" TEXT NOT NULL,
    "variant_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "product_id" TEXT NOT NULL,
    "price_minor" BIGINT NOT NULL,

    CONSTRAINT "variant_price_pkey" PRIMARY KEY ("shop_id","variant_id","since")
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
    "browsing" JSONB NOT NULL DEFAULT '{}',
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "source_updated_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "profile_pkey" PRIMARY KEY ("shop_id","profile_id")
);

-- CreateTable
CREATE TABLE "reconciliation" (
    "shop_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "synced_until" TIMESTAMPTZ(3) NOT NULL,
    "next_sync_at" TIMESTAMPTZ(3) NOT NULL,
    "shopify_count" INTEGER,
    "own_count" INTEGER,
    "counted_at" TIMESTAMPTZ(3),
    "next_count_at" TIMESTAMPTZ(3) NOT NULL,
    "sweep_cursor" TEXT,
    "last_swept_at" TIMESTAMPTZ(3),
    "kept_count" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,

    CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("shop_id","resource")
);

-- CreateTable
CREATE TABLE "reconciliation_find" (
    "shop_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "resource" TEXT NOT NULL,
    "new_count" INTEGER NOT NULL DEFAULT 0,
    "changed_count" INTEGER NOT NULL DEFAULT 0,
    "deleted_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reconciliation_find_pkey" PRIMARY KEY ("shop_id","day","resource")
);

-- CreateTable
CREATE TABLE "visit" (
    "shop_id" TEXT NOT NULL,
    "visitor_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "profile_id" TEXT NOT NULL,
    "page_count" INTEGER NOT NULL,
    "dwell_seconds" INTEGER NOT NULL,
    "path" TEXT[],
    "searches" TEXT[],
    "viewed" JSONB NOT NULL,
    "checkout_step" TEXT,

    CONSTRAINT "visit_pkey" PRIMARY KEY ("shop_id","visitor_id","started_at")
);

-- CreateTable
CREATE TABLE "visitor_join" (
    "shop_id" TEXT NOT NULL,
    "visitor_id" TEXT NOT NULL,
    "proof" TEXT NOT NULL,
    "proof_id" TEXT NOT NULL,
    "shown_at" TIMESTAMPTZ(3) NOT NULL,
    "customer_id" TEXT,
    "joined_at" TIMESTAMPTZ(3),
    "reversed_at" TIMESTAMPTZ(3),

    CONSTRAINT "visitor_join_pkey" PRIMARY KEY ("shop_id","visitor_id","proof","proof_id")
);

-- CreateTable
CREATE TABLE "customer_merge" (
    "shop_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "into_customer_id" TEXT NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_merge_pkey" PRIMARY KEY ("shop_id","customer_id")
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
CREATE TABLE "email_preference" (
    "shop_id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "topics_off" TEXT[],
    "frequency" TEXT NOT NULL DEFAULT 'usual',
    "paused_until" TIMESTAMPTZ(3),
    "language" TEXT,
    "profiling" BOOLEAN NOT NULL DEFAULT true,
    "open_tracking" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_preference_pkey" PRIMARY KEY ("shop_id","email_index")
);

-- CreateTable
CREATE TABLE "suppression" (
    "shop_id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "reason" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT 'marketing',
    "message_id" TEXT,
    "sealed_address" BYTEA,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "written_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("shop_id","email_index","reason")
);

-- CreateTable
CREATE TABLE "profile_property" (
    "shop_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "profile_property_pkey" PRIMARY KEY ("shop_id","profile_id","name")
);

-- CreateTable
CREATE TABLE "prediction" (
    "shop_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,
    "model_versions" JSONB NOT NULL,
    "grade" TEXT NOT NULL,
    "buy_7_rate" DOUBLE PRECISION,
    "buy_30_rate" DOUBLE PRECISION,
    "buy_90_rate" DOUBLE PRECISION,
    "churn_rate" DOUBLE PRECISION,
    "value_minor" BIGINT,
    "expected_orders" DOUBLE PRECISION,
    "next_order_at" TIMESTAMPTZ(3),
    "group_key" TEXT,
    "best_hour" INTEGER,
    "emails_per_28_days" INTEGER,
    "earlier_at" TIMESTAMPTZ(3),
    "earlier_buy_7_rate" DOUBLE PRECISION,
    "earlier_next_order_at" TIMESTAMPTZ(3),
    "detail" JSONB NOT NULL,

    CONSTRAINT "prediction_pkey" PRIMARY KEY ("shop_id","profile_id")
);

-- CreateTable
CREATE TABLE "customer_vector" (
    "shop_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "cluster" TEXT NOT NULL,
    "numbers" BYTEA NOT NULL,

    CONSTRAINT "customer_vector_pkey" PRIMARY KEY ("shop_id","profile_id")
);

-- CreateTable
CREATE TABLE "field_sync" (
    "shop_id" TEXT NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "next_run_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "field_sync_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "customer_field" (
    "shop_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "last_synced_value" TEXT NOT NULL,
    "is_ending" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "customer_field_pkey" PRIMARY KEY ("shop_id","customer_id")
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
CREATE TABLE "placement" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "placement_pkey" PRIMARY KEY ("shop_id","message_id","product_id")
);

-- CreateTable
CREATE TABLE "segment" (
    "shop_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rule" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "origin" JSONB,
    "member_count" INTEGER NOT NULL DEFAULT 0,
    "evaluated_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_pkey" PRIMARY KEY ("shop_id","segment_id")
);

-- CreateTable
CREATE TABLE "segment_version" (
    "shop_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "rule" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_version_pkey" PRIMARY KEY ("shop_id","segment_id","version")
);

-- CreateTable
CREATE TABLE "segment_member" (
    "shop_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_member_pkey" PRIMARY KEY ("shop_id","segment_id","profile_id")
);

-- CreateTable
CREATE TABLE "segment_size" (
    "shop_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "member_count" INTEGER NOT NULL,

    CONSTRAINT "segment_size_pkey" PRIMARY KEY ("shop_id","segment_id","day")
);

-- CreateTable
CREATE TABLE "experiment" (
    "shop_id" TEXT NOT NULL,
    "scope_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "flow_id" TEXT,
    "step_id" TEXT,
    "variants" JSONB NOT NULL,
    "is_held" BOOLEAN NOT NULL DEFAULT false,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "experiment_pkey" PRIMARY KEY ("shop_id","scope_key")
);

-- CreateTable
CREATE TABLE "experiment_decision" (
    "shop_id" TEXT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "scope_key" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "reverted_at" TIMESTAMPTZ(3),

    CONSTRAINT "experiment_decision_pkey" PRIMARY KEY ("shop_id","decision_id")
);

-- CreateTable
CREATE TABLE "message_variant" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "variant" TEXT NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL,
    "recipient_group" SMALLINT,

    CONSTRAINT "message_variant_pkey" PRIMARY KEY ("shop_id","message_id","kind")
);

-- CreateTable
CREATE TABLE "flow" (
    "shop_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "library_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "live_version" INTEGER NOT NULL,
    "moves_to" INTEGER,
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
    "variant" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "exit_reason" TEXT,
    "step_id" TEXT,
    "next_run_at" TIMESTAMPTZ(3),
    "context" JSONB NOT NULL,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "enrollment_pkey" PRIMARY KEY ("shop_id","enrollment_id")
);

-- CreateTable
CREATE TABLE "flow_action" (
    "shop_id" TEXT NOT NULL,
    "action_id" TEXT NOT NULL,
    "enrollment_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "flow_version" INTEGER NOT NULL,
    "step_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "last_error" TEXT,
    "action" JSONB NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "next_run_at" TIMESTAMPTZ(3),
    "first_tried_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "system_email_id" TEXT,

    CONSTRAINT "flow_action_pkey" PRIMARY KEY ("shop_id","action_id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "shop_id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "paused_from" TEXT,
    "starts_at" TIMESTAMPTZ(3),
    "phase" TEXT NOT NULL DEFAULT 'rest',
    "wave" INTEGER NOT NULL DEFAULT 0,
    "wave_starts_at" TIMESTAMPTZ(3),
    "variant_shares" DOUBLE PRECISION[] DEFAULT ARRAY[]::DOUBLE PRECISION[],
    "wave_planned_count" INTEGER NOT NULL DEFAULT 0,
    "plan_cursor" TEXT NOT NULL DEFAULT '',
    "audience_counts" JSONB NOT NULL DEFAULT '{}',
    "foreseen_emails" INTEGER,
    "chosen_variant" INTEGER,
    "next_run_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "undo_until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("shop_id","campaign_id")
);

-- CreateTable
CREATE TABLE "campaign_member" (
    "shop_id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,

    CONSTRAINT "campaign_member_pkey" PRIMARY KEY ("shop_id","campaign_id","profile_id")
);

-- CreateTable
CREATE TABLE "template" (
    "shop_id" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "draft" JSONB,
    "draft_revision" INTEGER NOT NULL DEFAULT 0,
    "published_version" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_pkey" PRIMARY KEY ("shop_id","template_id")
);

-- CreateTable
CREATE TABLE "template_version" (
    "shop_id" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_version_pkey" PRIMARY KEY ("shop_id","template_id","version")
);

-- CreateTable
CREATE TABLE "discount" (
    "shop_id" TEXT NOT NULL,
    "owner_key" TEXT NOT NULL,
    "percent_off" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "discount_id" TEXT,
    "bulk_id" TEXT,
    "refused_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "emails_waiting_since" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "discount_pkey" PRIMARY KEY ("shop_id","owner_key","percent_off")
);

-- CreateTable
CREATE TABLE "discount_code" (
    "shop_id" TEXT NOT NULL,
    "code_id" TEXT NOT NULL,
    "owner_key" TEXT NOT NULL,
    "percent_off" INTEGER NOT NULL,
    "sealed_code" BYTEA NOT NULL,
    "redeem_id" TEXT,
    "state" TEXT NOT NULL,
    "message_id" TEXT,
    "profile_id" TEXT,
    "given_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "discount_code_pkey" PRIMARY KEY ("shop_id","code_id")
);

-- CreateTable
CREATE TABLE "email_batch" (
    "shop_id" TEXT NOT NULL,
    "batch_id" TEXT NOT NULL,
    "mailer" TEXT NOT NULL,
    "message_ids" TEXT[],
    "state" TEXT NOT NULL,
    "first_attempt_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "reconcile_cursor" TEXT,

    CONSTRAINT "email_batch_pkey" PRIMARY KEY ("shop_id","batch_id")
);

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
CREATE TABLE "domain_owner" (
    "domain" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "proved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "domain_owner_pkey" PRIMARY KEY ("domain")
);

-- CreateTable
CREATE TABLE "sending_domain" (
    "shop_id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "added_id" TEXT,
    "taken_at" TIMESTAMPTZ(3),
    "provider_id" TEXT,
    "status" TEXT NOT NULL,
    "records" JSONB NOT NULL DEFAULT '[]',
    "checked_at" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "lost_at" TIMESTAMPTZ(3),
    "warm_up_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sending_domain_pkey" PRIMARY KEY ("shop_id","domain")
);

-- CreateTable
CREATE TABLE "test_address" (
    "shop_id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed_address" BYTEA,

    CONSTRAINT "test_address_pkey" PRIMARY KEY ("shop_id","email_index")
);

-- CreateTable
CREATE TABLE "test_email_count" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "sent" INTEGER NOT NULL,

    CONSTRAINT "test_email_count_pkey" PRIMARY KEY ("shop_id","kind")
);

-- CreateTable
CREATE TABLE "auto_pause" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "sent" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "auto_pause_pkey" PRIMARY KEY ("shop_id","kind")
);

-- CreateTable
CREATE TABLE "email_month" (
    "shop_id" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "emails" INTEGER NOT NULL,

    CONSTRAINT "email_month_pkey" PRIMARY KEY ("shop_id","month")
);

-- CreateTable
CREATE TABLE "email_dispatch" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "provider_id" TEXT,
    "reason" TEXT,
    "dispatched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_dispatch_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateTable
CREATE TABLE "bounced_address" (
    "address_index" BYTEA NOT NULL,
    "bounced_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL DEFAULT 'bounced',

    CONSTRAINT "bounced_address_pkey" PRIMARY KEY ("address_index")
);

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
    "opt_in" TEXT,

    CONSTRAINT "consent_entry_pkey" PRIMARY KEY ("shop_id","entry_id")
);

-- CreateTable
CREATE TABLE "opt_in_request" (
    "shop_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "sealed_address" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "variant_id" TEXT,
    "product_id" TEXT,
    "visitor_id" TEXT,
    "state" TEXT NOT NULL,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "emailed_at" TIMESTAMPTZ(3),
    "delivery_state" TEXT,
    "delivery_reported_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "is_confirmed_by_email" BOOLEAN NOT NULL DEFAULT false,
    "customer_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "opt_in_request_pkey" PRIMARY KEY ("shop_id","request_id")
);

-- CreateTable
CREATE TABLE "mailbox_counter" (
    "mailbox_index" BYTEA NOT NULL,
    "emailed_at" TIMESTAMPTZ(3)[],
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

-- CreateTable
CREATE TABLE "system_email" (
    "shop_id" TEXT NOT NULL,
    "email_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "sealed_email" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "first_tried_at" TIMESTAMPTZ(3),

    CONSTRAINT "system_email_pkey" PRIMARY KEY ("shop_id","email_id")
);

-- CreateTable
CREATE TABLE "webhook_secret" (
    "shop_id" TEXT NOT NULL,
    "sealed_secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed_previous" BYTEA,
    "previous_until" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_secret_pkey" PRIMARY KEY ("shop_id")
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
CREATE TABLE "email_count" (
    "shop_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "flow_id" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "campaign_id" TEXT NOT NULL DEFAULT '',
    "template_id" TEXT NOT NULL DEFAULT '',
    "template_version" INTEGER NOT NULL DEFAULT 0,
    "sent" INTEGER NOT NULL,
    "delivered" INTEGER NOT NULL,
    "bounced" INTEGER NOT NULL,
    "complained" INTEGER NOT NULL,
    "unsubscribed" INTEGER NOT NULL,
    "opened" INTEGER NOT NULL,
    "opened_by_people" INTEGER NOT NULL,
    "clicked" INTEGER NOT NULL,
    "clicked_by_people" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,

    CONSTRAINT "email_count_pkey" PRIMARY KEY ("shop_id","day","flow_id","step_id","version","campaign_id","template_id","template_version")
);

-- CreateTable
CREATE TABLE "pick_count" (
    "shop_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "flow_id" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "campaign_id" TEXT NOT NULL DEFAULT '',
    "slot" INTEGER NOT NULL,
    "shown" INTEGER NOT NULL,
    "clicked_by_people" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,

    CONSTRAINT "pick_count_pkey" PRIMARY KEY ("shop_id","day","flow_id","step_id","version","campaign_id","slot")
);

-- CreateTable
CREATE TABLE "report_rollup_queue" (
    "shop_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_rollup_queue_pkey" PRIMARY KEY ("shop_id","day")
);

-- CreateTable
CREATE TABLE "lift_count" (
    "shop_id" TEXT NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,
    "settings_version" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "answers" JSONB NOT NULL DEFAULT '[]',
    "cap_7_minor" BIGINT,
    "cap_30_minor" BIGINT,

    CONSTRAINT "lift_count_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "lift_day" (
    "shop_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "flow_id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "window_days" INTEGER NOT NULL,
    "holdout_rate" DOUBLE PRECISION NOT NULL,
    "variant" TEXT NOT NULL,
    "people" INTEGER NOT NULL,
    "ordered" INTEGER NOT NULL,
    "net" DOUBLE PRECISION NOT NULL,
    "net_squares" DOUBLE PRECISION NOT NULL,
    "predicted" DOUBLE PRECISION NOT NULL,
    "predicted_squares" DOUBLE PRECISION NOT NULL,
    "predicted_net" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "lift_day_pkey" PRIMARY KEY ("shop_id","day","flow_id","campaign_id","window_days","holdout_rate","variant")
);

-- CreateTable
CREATE TABLE "marketing_activity" (
    "shop_id" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "last_synced_hash" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "next_run_at" TIMESTAMPTZ(3),

    CONSTRAINT "marketing_activity_pkey" PRIMARY KEY ("shop_id","remote_id")
);

-- CreateTable
CREATE TABLE "marketing_day" (
    "shop_id" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "figures" JSONB NOT NULL,
    "synced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "marketing_day_pkey" PRIMARY KEY ("shop_id","remote_id","day")
);

-- CreateTable
CREATE TABLE "message_key" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,

    CONSTRAINT "message_key_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateTable
CREATE TABLE "message" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "enrollment_id" TEXT,
    "flow_id" TEXT,
    "flow_version" INTEGER,
    "step_id" TEXT,
    "campaign_id" TEXT,
    "variant" INTEGER,
    "profile_id" TEXT NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "intent" JSONB NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateTable
CREATE TABLE "message_sending" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "campaign_id" TEXT,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "decision" JSONB NOT NULL DEFAULT '{}',
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "batch_id" TEXT,
    "attempted_at" TIMESTAMPTZ(3),
    "provider_id" TEXT,
    "delivery_state" TEXT,

    CONSTRAINT "message_sending_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateTable
CREATE TABLE "message_content" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "sealed_email" BYTEA,
    "email_index" BYTEA,
    "picks" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "message_content_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateTable
CREATE TABLE "message_outcome" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "decision" JSONB NOT NULL DEFAULT '{}',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "batch_id" TEXT,
    "attempted_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "provider_id" TEXT,
    "delivery_state" TEXT,

    CONSTRAINT "message_outcome_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateTable
CREATE TABLE "schedule" (
    "shop_id" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("shop_id","task")
);

-- CreateTable
CREATE TABLE "training_run" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "step" TEXT,
    "done_ratio" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "training_run_pkey" PRIMARY KEY ("shop_id","kind")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "shop_id" TEXT NOT NULL,
    "audit_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "staff_id" TEXT,
    "action" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("shop_id","audit_id")
);

-- CreateTable
CREATE TABLE "used_key" (
    "purpose" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "first_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_key_pkey" PRIMARY KEY ("purpose","key_id")
);

-- CreateTable
CREATE TABLE "timeline" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "timeline_id" TEXT NOT NULL,
    "ancestors" JSONB NOT NULL DEFAULT '[]',
    "beat" BIGINT NOT NULL DEFAULT 0,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,
    "list_since" TIMESTAMPTZ(3),
    "list_cursor" TEXT,
    "list_lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "timeline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop_restore" (
    "shop_id" TEXT NOT NULL,
    "backup_at" TIMESTAMPTZ(3) NOT NULL,
    "restored_at" TIMESTAMPTZ(3) NOT NULL,
    "skips_due" BOOLEAN NOT NULL DEFAULT false,
    "next_run_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "shop_restore_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "sent_before_restore" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sent_before_restore_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateIndex
CREATE INDEX "shop_plan_next_run_at_idx" ON "shop_plan"("next_run_at");

-- CreateIndex
CREATE UNIQUE INDEX "shopify_session_session_id_key" ON "shopify_session"("session_id");

-- CreateIndex
CREATE INDEX "inbox_entry_shop_id_state_seq_idx" ON "inbox_entry"("shop_id", "state", "seq");

-- CreateIndex
CREATE INDEX "inbox_entry_state_next_run_at_idx" ON "inbox_entry"("state", "next_run_at");

-- CreateIndex
CREATE INDEX "inbox_entry_body_age_idx" ON "inbox_entry"("received_at") WHERE (sealed_body IS NOT NULL);

-- CreateIndex
CREATE INDEX "inbox_entry_age_idx" ON "inbox_entry"("received_at") WHERE (sealed_body IS NULL);

-- CreateIndex
CREATE INDEX "event_shop_id_customer_id_occurred_at_idx" ON "event"("shop_id", "customer_id", "occurred_at");

-- CreateIndex
CREATE INDEX "event_shop_id_visitor_id_occurred_at_idx" ON "event"("shop_id", "visitor_id", "occurred_at");

-- CreateIndex
CREATE INDEX "event_shop_id_kind_occurred_at_customer_id_idx" ON "event"("shop_id", "kind", "occurred_at", "customer_id");

-- CreateIndex
CREATE INDEX "event_email_sent_idx" ON "event"("shop_id", "customer_id", "occurred_at") WHERE (kind = 'email_sent');

-- CreateIndex
CREATE INDEX "event_human_click_idx" ON "event"("shop_id", "customer_id", "occurred_at") WHERE (kind = 'email_clicked' AND payload->>'classification' = 'human');

-- CreateIndex
CREATE UNIQUE INDEX "event_shop_id_seq_key" ON "event"("shop_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "pixel_account_account_id_key" ON "pixel_account"("account_id");

-- CreateIndex
CREATE INDEX "engagement_event_shop_id_message_id_occurred_at_idx" ON "engagement_event"("shop_id", "message_id", "occurred_at");

-- CreateIndex
CREATE INDEX "engagement_event_classify_at_idx" ON "engagement_event"("classify_at");

-- CreateIndex
CREATE INDEX "engagement_event_rules_version_shop_id_idx" ON "engagement_event"("rules_version", "shop_id");

-- CreateIndex
CREATE INDEX "email_event_shop_id_message_id_occurred_at_idx" ON "email_event"("shop_id", "message_id", "occurred_at");

-- CreateIndex
CREATE INDEX "email_event_shop_id_delivery_occurred_at_idx" ON "email_event"("shop_id", "delivery", "occurred_at");

-- CreateIndex
CREATE INDEX "variant_shop_id_product_id_idx" ON "variant"("shop_id", "product_id");

-- CreateIndex
CREATE INDEX "variant_price_shop_id_product_id_idx" ON "variant_price"("shop_id", "product_id");

-- CreateIndex
CREATE INDEX "profile_shop_id_email_index_idx" ON "profile"("shop_id", "email_index");

-- CreateIndex
CREATE INDEX "profile_shop_id_last_order_at_idx" ON "profile"("shop_id", "last_order_at");

-- CreateIndex
CREATE UNIQUE INDEX "profile_shop_id_customer_id_key" ON "profile"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "visit_shop_id_profile_id_started_at_idx" ON "visit"("shop_id", "profile_id", "started_at");

-- CreateIndex
CREATE INDEX "visit_shop_id_ended_at_idx" ON "visit"("shop_id", "ended_at");

-- CreateIndex
CREATE INDEX "visitor_join_shop_id_proof_proof_id_idx" ON "visitor_join"("shop_id", "proof", "proof_id");

-- CreateIndex
CREATE INDEX "visitor_join_shop_id_customer_id_idx" ON "visitor_join"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "customer_merge_shop_id_into_customer_id_idx" ON "customer_merge"("shop_id", "into_customer_id");

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
CREATE INDEX "suppression_next_run_at_idx" ON "suppression"("next_run_at");

-- CreateIndex
CREATE INDEX "suppression_shop_id_created_at_idx" ON "suppression"("shop_id", "created_at");

-- CreateIndex
CREATE INDEX "profile_property_shop_id_name_value_profile_id_idx" ON "profile_property"("shop_id", "name", "value", "profile_id");

-- CreateIndex
CREATE INDEX "profile_property_shop_id_set_at_idx" ON "profile_property"("shop_id", "set_at");

-- CreateIndex
CREATE INDEX "prediction_shop_id_computed_at_idx" ON "prediction"("shop_id", "computed_at");

-- CreateIndex
CREATE INDEX "field_sync_next_run_at_idx" ON "field_sync"("next_run_at");

-- CreateIndex
CREATE INDEX "placement_shop_id_product_id_placed_at_idx" ON "placement"("shop_id", "product_id", "placed_at");

-- CreateIndex
CREATE INDEX "segment_next_run_at_idx" ON "segment"("next_run_at");

-- CreateIndex
CREATE INDEX "segment_member_shop_id_profile_id_idx" ON "segment_member"("shop_id", "profile_id");

-- CreateIndex
CREATE INDEX "experiment_kind_evaluated_at_idx" ON "experiment"("kind", "evaluated_at");

-- CreateIndex
CREATE INDEX "experiment_decision_shop_id_decided_at_idx" ON "experiment_decision"("shop_id", "decided_at");

-- CreateIndex
CREATE INDEX "enrollment_shop_id_state_next_run_at_idx" ON "enrollment"("shop_id", "state", "next_run_at");

-- CreateIndex
CREATE INDEX "enrollment_state_next_run_at_idx" ON "enrollment"("state", "next_run_at");

-- CreateIndex
CREATE INDEX "enrollment_shop_id_profile_id_state_idx" ON "enrollment"("shop_id", "profile_id", "state");

-- CreateIndex
CREATE INDEX "enrollment_shop_id_enrolled_at_idx" ON "enrollment"("shop_id", "enrolled_at");

-- CreateIndex
CREATE UNIQUE INDEX "enrollment_shop_id_flow_id_profile_id_object_key_key" ON "enrollment"("shop_id", "flow_id", "profile_id", "object_key");

-- CreateIndex
CREATE INDEX "flow_action_shop_id_kind_state_next_run_at_idx" ON "flow_action"("shop_id", "kind", "state", "next_run_at");

-- CreateIndex
CREATE INDEX "flow_action_shop_id_profile_id_idx" ON "flow_action"("shop_id", "profile_id");

-- CreateIndex
CREATE INDEX "flow_action_shop_id_system_email_id_idx" ON "flow_action"("shop_id", "system_email_id");

-- CreateIndex
CREATE UNIQUE INDEX "flow_action_shop_id_enrollment_id_step_id_key" ON "flow_action"("shop_id", "enrollment_id", "step_id");

-- CreateIndex
CREATE INDEX "campaign_shop_id_created_at_idx" ON "campaign"("shop_id", "created_at");

-- CreateIndex
CREATE INDEX "campaign_status_next_run_at_idx" ON "campaign"("status", "next_run_at");

-- CreateIndex
CREATE INDEX "campaign_member_shop_id_profile_id_idx" ON "campaign_member"("shop_id", "profile_id");

-- CreateIndex
CREATE INDEX "discount_next_run_at_idx" ON "discount"("next_run_at");

-- CreateIndex
CREATE INDEX "discount_code_shop_id_owner_key_percent_off_state_idx" ON "discount_code"("shop_id", "owner_key", "percent_off", "state");

-- CreateIndex
CREATE INDEX "discount_code_shop_id_profile_id_idx" ON "discount_code"("shop_id", "profile_id");

-- CreateIndex
CREATE INDEX "discount_code_ends_at_idx" ON "discount_code"("ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "discount_code_shop_id_message_id_key" ON "discount_code"("shop_id", "message_id");

-- CreateIndex
CREATE INDEX "email_batch_state_next_run_at_idx" ON "email_batch"("state", "next_run_at");

-- CreateIndex
CREATE INDEX "domain_owner_shop_id_idx" ON "domain_owner"("shop_id");

-- CreateIndex
CREATE INDEX "sending_domain_next_run_at_idx" ON "sending_domain"("next_run_at");

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
CREATE INDEX "opt_in_request_shop_id_emailed_at_idx" ON "opt_in_request"("shop_id", "emailed_at");

-- CreateIndex
CREATE INDEX "opt_in_request_expires_at_idx" ON "opt_in_request"("expires_at");

-- CreateIndex
CREATE INDEX "mailbox_counter_expires_at_idx" ON "mailbox_counter"("expires_at");

-- CreateIndex
CREATE INDEX "system_email_state_kind_next_run_at_idx" ON "system_email"("state", "kind", "next_run_at");

-- CreateIndex
CREATE INDEX "attribution_shop_id_ordered_at_idx" ON "attribution"("shop_id", "ordered_at");

-- CreateIndex
CREATE INDEX "attribution_shop_id_message_id_idx" ON "attribution"("shop_id", "message_id");

-- CreateIndex
CREATE INDEX "marketing_activity_next_run_at_idx" ON "marketing_activity"("next_run_at");

-- CreateIndex
CREATE INDEX "message_shop_id_profile_id_idx" ON "message"("shop_id", "profile_id");

-- CreateIndex
CREATE INDEX "message_shop_id_planned_at_idx" ON "message"("shop_id", "planned_at");

-- CreateIndex
CREATE INDEX "message_enrollment_idx" ON "message"("shop_id", "enrollment_id") WHERE (enrollment_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "message_campaign_idx" ON "message"("shop_id", "campaign_id", "profile_id") WHERE (campaign_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "message_flow_idx" ON "message"("shop_id", "flow_id", "step_id") WHERE (flow_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "message_sending_shop_id_next_run_at_idx" ON "message_sending"("shop_id", "next_run_at");

-- CreateIndex
CREATE INDEX "message_sending_failures_idx" ON "message_sending"("shop_id") WHERE (failures > 0);

-- CreateIndex
CREATE INDEX "message_outcome_sent_idx" ON "message_outcome"("shop_id", "sent_at") WHERE (sent_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "message_outcome_unknown_idx" ON "message_outcome"("shop_id", "batch_id") WHERE (state = 'unknown');

-- CreateIndex
CREATE INDEX "training_run_kind_state_idx" ON "training_run"("kind", "state");

-- CreateIndex
CREATE INDEX "audit_entry_shop_id_at_idx" ON "audit_entry"("shop_id", "at");

-- CreateIndex
CREATE INDEX "shop_restore_next_run_at_idx" ON "shop_restore"("next_run_at");

-- AddForeignKey
ALTER TABLE "shop_plan" ADD CONSTRAINT "shop_plan_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settings" ADD CONSTRAINT "settings_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pixel_account" ADD CONSTRAINT "pixel_account_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backfill" ADD CONSTRAINT "backfill_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "engagement_event" ADD CONSTRAINT "engagement_event_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message_key"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_event" ADD CONSTRAINT "email_event_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message_key"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product" ADD CONSTRAINT "product_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant" ADD CONSTRAINT "variant_shop_id_product_id_fkey" FOREIGN KEY ("shop_id", "product_id") REFERENCES "product"("shop_id", "product_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant_price" ADD CONSTRAINT "variant_price_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile" ADD CONSTRAINT "profile_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation" ADD CONSTRAINT "reconciliation_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_shop_id_order_id_fkey" FOREIGN KEY ("shop_id", "order_id") REFERENCES "order"("shop_id", "order_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_property" ADD CONSTRAINT "profile_property_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_vector" ADD CONSTRAINT "customer_vector_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "prediction"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model" ADD CONSTRAINT "model_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment" ADD CONSTRAINT "segment_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_version" ADD CONSTRAINT "segment_version_shop_id_segment_id_fkey" FOREIGN KEY ("shop_id", "segment_id") REFERENCES "segment"("shop_id", "segment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_member" ADD CONSTRAINT "segment_member_shop_id_segment_id_fkey" FOREIGN KEY ("shop_id", "segment_id") REFERENCES "segment"("shop_id", "segment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_size" ADD CONSTRAINT "segment_size_shop_id_segment_id_fkey" FOREIGN KEY ("shop_id", "segment_id") REFERENCES "segment"("shop_id", "segment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment" ADD CONSTRAINT "experiment_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_decision" ADD CONSTRAINT "experiment_decision_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_variant" ADD CONSTRAINT "message_variant_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message_key"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow" ADD CONSTRAINT "flow_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_version" ADD CONSTRAINT "flow_version_shop_id_flow_id_fkey" FOREIGN KEY ("shop_id", "flow_id") REFERENCES "flow"("shop_id", "flow_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_shop_id_flow_id_fkey" FOREIGN KEY ("shop_id", "flow_id") REFERENCES "flow"("shop_id", "flow_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_action" ADD CONSTRAINT "flow_action_shop_id_enrollment_id_fkey" FOREIGN KEY ("shop_id", "enrollment_id") REFERENCES "enrollment"("shop_id", "enrollment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_member" ADD CONSTRAINT "campaign_member_shop_id_campaign_id_fkey" FOREIGN KEY ("shop_id", "campaign_id") REFERENCES "campaign"("shop_id", "campaign_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template_version" ADD CONSTRAINT "template_version_shop_id_template_id_fkey" FOREIGN KEY ("shop_id", "template_id") REFERENCES "template"("shop_id", "template_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "discount" ADD CONSTRAINT "discount_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "discount_code" ADD CONSTRAINT "discount_code_shop_id_owner_key_percent_off_fkey" FOREIGN KEY ("shop_id", "owner_key", "percent_off") REFERENCES "discount"("shop_id", "owner_key", "percent_off") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_month" ADD CONSTRAINT "email_month_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "system_email" ADD CONSTRAINT "system_email_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_secret" ADD CONSTRAINT "webhook_secret_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribution" ADD CONSTRAINT "attribution_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message_key"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lift_count" ADD CONSTRAINT "lift_count_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lift_day" ADD CONSTRAINT "lift_day_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "marketing_activity" ADD CONSTRAINT "marketing_activity_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message_key"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_enrollment_id_fkey" FOREIGN KEY ("shop_id", "enrollment_id") REFERENCES "enrollment"("shop_id", "enrollment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_campaign_id_fkey" FOREIGN KEY ("shop_id", "campaign_id") REFERENCES "campaign"("shop_id", "campaign_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_sending" ADD CONSTRAINT "message_sending_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message_key"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_content" ADD CONSTRAINT "message_content_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message_key"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_outcome" ADD CONSTRAINT "message_outcome_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message_key"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_run" ADD CONSTRAINT "training_run_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;