-- CreateTable
CREATE TABLE "reconciliation" (
    "shop_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "seen_to" TIMESTAMPTZ(3) NOT NULL,
    "next_look_at" TIMESTAMPTZ(3) NOT NULL,
    "shopify_count" INTEGER,
    "own_count" INTEGER,
    "counted_at" TIMESTAMPTZ(3),
    "next_count_at" TIMESTAMPTZ(3) NOT NULL,
    "swept_to" TEXT,
    "swept_at" TIMESTAMPTZ(3),
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

-- AddForeignKey
ALTER TABLE "reconciliation" ADD CONSTRAINT "reconciliation_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
