-- CreateTable
CREATE TABLE "lift_forecast" (
    "shop_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "predicted_minor" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "lift_forecast_pkey" PRIMARY KEY ("shop_id","profile_id","flow_id","campaign_id")
);

-- AddForeignKey
ALTER TABLE "lift_forecast" ADD CONSTRAINT "lift_forecast_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;
