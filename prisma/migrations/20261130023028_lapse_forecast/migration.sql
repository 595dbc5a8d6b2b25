-- CreateTable
CREATE TABLE "lapse_forecast" (
    "shop_id" TEXT NOT NULL,
    "people" INTEGER NOT NULL,
    "revenue_minor" DOUBLE PRECISION NOT NULL,
    "forecast_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lapse_forecast_pkey" PRIMARY KEY ("shop_id")
);

-- AddForeignKey
ALTER TABLE "lapse_forecast" ADD CONSTRAINT "lapse_forecast_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
