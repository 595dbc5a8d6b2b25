-- AlterTable
ALTER TABLE "event" ADD COLUMN     "visitor_id" TEXT;

-- AlterTable
ALTER TABLE "profile" ADD COLUMN     "browsing" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "pixel_account" (
    "shop_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "pixel_id" TEXT,
    "told_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pixel_account_pkey" PRIMARY KEY ("shop_id")
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

-- CreateIndex
CREATE UNIQUE INDEX "pixel_account_account_id_key" ON "pixel_account"("account_id");

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
CREATE INDEX "event_shop_id_visitor_id_occurred_at_idx" ON "event"("shop_id", "visitor_id", "occurred_at");

-- AddForeignKey
ALTER TABLE "pixel_account" ADD CONSTRAINT "pixel_account_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
