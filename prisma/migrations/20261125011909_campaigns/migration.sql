-- AlterTable
ALTER TABLE "message" ADD COLUMN     "campaign_id" TEXT,
ADD COLUMN     "variant" INTEGER;

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
    "planned_after" TEXT NOT NULL DEFAULT '',
    "audience_counts" JSONB NOT NULL DEFAULT '{}',
    "chosen_variant" INTEGER,
    "next_run_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("shop_id","campaign_id")
);

-- CreateIndex
CREATE INDEX "campaign_shop_id_created_at_idx" ON "campaign"("shop_id", "created_at");

-- CreateIndex
CREATE INDEX "campaign_status_next_run_at_idx" ON "campaign"("status", "next_run_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_shop_id_campaign_id_profile_id_key" ON "message"("shop_id", "campaign_id", "profile_id");

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_campaign_id_fkey" FOREIGN KEY ("shop_id", "campaign_id") REFERENCES "campaign"("shop_id", "campaign_id") ON DELETE CASCADE ON UPDATE CASCADE;
