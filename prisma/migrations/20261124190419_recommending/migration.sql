-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "recommending" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "interaction" (
    "shop_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "weight" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "interaction_pkey" PRIMARY KEY ("shop_id","profile_id","product_id")
);

-- CreateTable
CREATE TABLE "placement" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "placement_pkey" PRIMARY KEY ("shop_id","message_id","product_id")
);

-- CreateIndex
CREATE INDEX "placement_shop_id_product_id_placed_at_idx" ON "placement"("shop_id", "product_id", "placed_at");

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;
