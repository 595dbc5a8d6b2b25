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
    "reason" TEXT,
    "action" JSONB NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "first_tried_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "notice_id" TEXT,

    CONSTRAINT "flow_action_pkey" PRIMARY KEY ("shop_id","action_id")
);

-- CreateTable
CREATE TABLE "notice" (
    "shop_id" TEXT NOT NULL,
    "notice_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "sealed_mail" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "first_tried_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("shop_id","notice_id")
);

-- CreateTable
CREATE TABLE "webhook_secret" (
    "shop_id" TEXT NOT NULL,
    "sealed_secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_secret_pkey" PRIMARY KEY ("shop_id")
);

-- CreateIndex
CREATE INDEX "flow_action_shop_id_kind_state_next_attempt_at_idx" ON "flow_action"("shop_id", "kind", "state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "flow_action_shop_id_profile_id_idx" ON "flow_action"("shop_id", "profile_id");

-- CreateIndex
CREATE INDEX "flow_action_shop_id_notice_id_idx" ON "flow_action"("shop_id", "notice_id");

-- CreateIndex
CREATE UNIQUE INDEX "flow_action_shop_id_enrollment_id_step_id_key" ON "flow_action"("shop_id", "enrollment_id", "step_id");

-- AddForeignKey
ALTER TABLE "profile_property" ADD CONSTRAINT "profile_property_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_action" ADD CONSTRAINT "flow_action_shop_id_enrollment_id_fkey" FOREIGN KEY ("shop_id", "enrollment_id") REFERENCES "enrollment"("shop_id", "enrollment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_secret" ADD CONSTRAINT "webhook_secret_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
