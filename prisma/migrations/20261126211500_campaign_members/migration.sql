-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "is_audience_kept" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "campaign_member" (
    "shop_id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,

    CONSTRAINT "campaign_member_pkey" PRIMARY KEY ("shop_id","campaign_id","profile_id")
);

-- CreateIndex
CREATE INDEX "campaign_member_shop_id_profile_id_idx" ON "campaign_member"("shop_id", "profile_id");

-- AddForeignKey
ALTER TABLE "campaign_member" ADD CONSTRAINT "campaign_member_shop_id_campaign_id_fkey" FOREIGN KEY ("shop_id", "campaign_id") REFERENCES "campaign"("shop_id", "campaign_id") ON DELETE CASCADE ON UPDATE CASCADE;
