-- CreateTable
CREATE TABLE "metafield_reading" (
    "shop_id" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "removing" TEXT[],
    "next_read_at" TIMESTAMPTZ(3) NOT NULL,
    "read_after" TEXT,
    "completed_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),

    CONSTRAINT "metafield_reading_pkey" PRIMARY KEY ("shop_id")
);

-- AddForeignKey
ALTER TABLE "metafield_reading" ADD CONSTRAINT "metafield_reading_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
