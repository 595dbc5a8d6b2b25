-- CreateTable
CREATE TABLE "prediction" (
    "shop_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,
    "model_versions" JSONB NOT NULL,
    "grade" TEXT NOT NULL,
    "buy_7_rate" DOUBLE PRECISION,
    "buy_30_rate" DOUBLE PRECISION,
    "buy_90_rate" DOUBLE PRECISION,
    "churn_rate" DOUBLE PRECISION,
    "value_minor" BIGINT,
    "expected_orders" DOUBLE PRECISION,
    "next_order_at" TIMESTAMPTZ(3),
    "group_key" TEXT,
    "best_hour" INTEGER,
    "mails_per_28_days" INTEGER,
    "detail" JSONB NOT NULL,

    CONSTRAINT "prediction_pkey" PRIMARY KEY ("shop_id","profile_id")
);

-- CreateIndex
CREATE INDEX "prediction_shop_id_computed_at_idx" ON "prediction"("shop_id", "computed_at");

-- AddForeignKey
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;
