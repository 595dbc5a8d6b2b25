-- Derived rows, which the next count writes anew
DELETE FROM "lift_day";
DELETE FROM "lift_count";

-- AlterTable
ALTER TABLE "lift_count" DROP COLUMN "window_hours",
ADD COLUMN     "answers" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "cap_30_minor" BIGINT,
ADD COLUMN     "cap_7_minor" BIGINT;

-- AlterTable
ALTER TABLE "lift_day" DROP CONSTRAINT "lift_day_pkey",
DROP COLUMN "net_minor",
ADD COLUMN     "net" DOUBLE PRECISION NOT NULL,
ADD COLUMN     "predicted" DOUBLE PRECISION NOT NULL,
ADD COLUMN     "predicted_net" DOUBLE PRECISION NOT NULL,
ADD COLUMN     "predicted_squares" DOUBLE PRECISION NOT NULL,
ADD COLUMN     "window_days" INTEGER NOT NULL,
ADD CONSTRAINT "lift_day_pkey" PRIMARY KEY ("shop_id", "day", "flow_id", "campaign_id", "window_days", "holdout_rate", "variant");

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
