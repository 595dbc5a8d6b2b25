-- CreateTable
CREATE TABLE "tracking_refusal" (
    "shop_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,

    CONSTRAINT "tracking_refusal_pkey" PRIMARY KEY ("shop_id","customer_id")
);
