-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "final_numbers" JSONB;

-- CreateTable
CREATE TABLE "event_key" (
    "shop_id" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "event_key_pkey" PRIMARY KEY ("shop_id","hash")
);

-- CreateTable
CREATE TABLE "history_retention" (
    "shop_id" TEXT NOT NULL,
    "months" INTEGER DEFAULT 25,
    "counted_from" TIMESTAMPTZ(3),
    "counted_day" DATE,
    "done_to" TIMESTAMPTZ(3),
    "done_message_id" TEXT NOT NULL DEFAULT '',
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "email_count" INTEGER NOT NULL DEFAULT 0,
    "event_count" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3),

    CONSTRAINT "history_retention_pkey" PRIMARY KEY ("shop_id")
);

-- CreateIndex
CREATE INDEX "history_retention_next_run_at_idx" ON "history_retention"("next_run_at");

-- AddForeignKey
ALTER TABLE "history_retention" ADD CONSTRAINT "history_retention_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
