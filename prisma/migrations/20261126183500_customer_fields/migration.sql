-- CreateTable
CREATE TABLE "field_sync" (
    "shop_id" TEXT NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "next_run_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,

    CONSTRAINT "field_sync_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "customer_field" (
    "shop_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "told" TEXT NOT NULL,
    "is_ending" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "customer_field_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateIndex
CREATE INDEX "field_sync_next_run_at_idx" ON "field_sync"("next_run_at");
