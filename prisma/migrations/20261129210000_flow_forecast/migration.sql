-- CreateTable
CREATE TABLE "flow_forecast" (
    "shop_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "people_per_week" DOUBLE PRECISION NOT NULL,
    "emails_per_week" DOUBLE PRECISION NOT NULL,
    "revenue_minor_per_week" DOUBLE PRECISION NOT NULL,
    "forecast_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_forecast_pkey" PRIMARY KEY ("shop_id","flow_id")
);

-- AddForeignKey
ALTER TABLE "flow_forecast" ADD CONSTRAINT "flow_forecast_shop_id_flow_id_fkey" FOREIGN KEY ("shop_id", "flow_id") REFERENCES "flow"("shop_id", "flow_id") ON DELETE CASCADE ON UPDATE CASCADE;
