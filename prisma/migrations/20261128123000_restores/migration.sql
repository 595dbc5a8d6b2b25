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
CREATE INDEX "shop_restore_next_run_at_idx" ON "shop_restore"("next_run_at");
