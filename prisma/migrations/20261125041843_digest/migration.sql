-- CreateTable
CREATE TABLE "digest" (
    "shop_id" TEXT NOT NULL,
    "week" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "sealed_mail" BYTEA,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "first_tried_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),

    CONSTRAINT "digest_pkey" PRIMARY KEY ("shop_id","week")
);

-- AddForeignKey
ALTER TABLE "digest" ADD CONSTRAINT "digest_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
