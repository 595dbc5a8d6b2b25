-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "access_lost_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "lift_count" (
    "shop_id" TEXT NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,
    "window_hours" INTEGER NOT NULL,
    "settings_version" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "counts" JSONB NOT NULL,

    CONSTRAINT "lift_count_pkey" PRIMARY KEY ("shop_id")
);

-- CreateIndex
CREATE INDEX "enrollment_shop_id_enrolled_at_idx" ON "enrollment"("shop_id", "enrolled_at");

-- AddForeignKey
ALTER TABLE "lift_count" ADD CONSTRAINT "lift_count_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
