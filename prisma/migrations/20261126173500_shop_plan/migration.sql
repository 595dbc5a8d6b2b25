-- CreateTable
CREATE TABLE "shop_plan" (
    "shop_id" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "subscription_id" TEXT,
    "is_test" BOOLEAN NOT NULL DEFAULT false,
    "is_development" BOOLEAN NOT NULL DEFAULT false,
    "paid_until" TIMESTAMPTZ(3),
    "trial_ends_at" TIMESTAMPTZ(3),
    "trial_began_at" TIMESTAMPTZ(3),
    "last_plan" TEXT,
    "last_status" TEXT,
    "asked_at" TIMESTAMPTZ(3),
    "next_ask_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "shop_plan_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "mail_month" (
    "shop_id" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "mails" INTEGER NOT NULL,

    CONSTRAINT "mail_month_pkey" PRIMARY KEY ("shop_id","month")
);

-- CreateIndex
CREATE INDEX "shop_plan_next_ask_at_idx" ON "shop_plan"("next_ask_at");

-- AddForeignKey
ALTER TABLE "shop_plan" ADD CONSTRAINT "shop_plan_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_month" ADD CONSTRAINT "mail_month_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
