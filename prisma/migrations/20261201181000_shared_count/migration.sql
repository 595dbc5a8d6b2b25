-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "sharing_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "shared_count" (
    "shop_id" TEXT NOT NULL,
    "format" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,
    "epsilon" DOUBLE PRECISION NOT NULL,
    "counts" INTEGER[],

    CONSTRAINT "shared_count_pkey" PRIMARY KEY ("shop_id")
);

-- AddForeignKey
ALTER TABLE "shared_count" ADD CONSTRAINT "shared_count_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
