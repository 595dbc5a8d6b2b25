-- CreateTable
CREATE TABLE "audience_forecast" (
    "shop_id" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "people" INTEGER NOT NULL,
    "revenue_minor" DOUBLE PRECISION NOT NULL,
    "forecast_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audience_forecast_pkey" PRIMARY KEY ("shop_id","audience")
);

-- AddForeignKey
ALTER TABLE "audience_forecast" ADD CONSTRAINT "audience_forecast_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
