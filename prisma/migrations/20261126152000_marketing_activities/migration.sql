-- CreateTable
CREATE TABLE "marketing_activity" (
    "shop_id" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "told_hash" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "next_run_at" TIMESTAMPTZ(3),

    CONSTRAINT "marketing_activity_pkey" PRIMARY KEY ("shop_id","remote_id")
);

-- CreateTable
CREATE TABLE "marketing_day" (
    "shop_id" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "figures" JSONB NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "marketing_day_pkey" PRIMARY KEY ("shop_id","remote_id","day")
);

-- CreateIndex
CREATE INDEX "marketing_activity_next_run_at_idx" ON "marketing_activity"("next_run_at");

-- AddForeignKey
ALTER TABLE "marketing_activity" ADD CONSTRAINT "marketing_activity_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
