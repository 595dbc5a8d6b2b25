-- CreateTable
CREATE TABLE "discount" (
    "shop_id" TEXT NOT NULL,
    "owner_key" TEXT NOT NULL,
    "percent_off" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "discount_id" TEXT,
    "bulk_id" TEXT,
    "refused_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "short_since" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_run_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "discount_pkey" PRIMARY KEY ("shop_id","owner_key","percent_off")
);

-- CreateTable
CREATE TABLE "discount_code" (
    "shop_id" TEXT NOT NULL,
    "code_id" TEXT NOT NULL,
    "owner_key" TEXT NOT NULL,
    "percent_off" INTEGER NOT NULL,
    "sealed_code" BYTEA NOT NULL,
    "redeem_id" TEXT,
    "state" TEXT NOT NULL,
    "message_id" TEXT,
    "profile_id" TEXT,
    "given_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "discount_code_pkey" PRIMARY KEY ("shop_id","code_id")
);

-- CreateIndex
CREATE INDEX "discount_next_run_at_idx" ON "discount"("next_run_at");

-- CreateIndex
CREATE INDEX "discount_code_shop_id_owner_key_percent_off_state_idx" ON "discount_code"("shop_id", "owner_key", "percent_off", "state");

-- CreateIndex
CREATE INDEX "discount_code_shop_id_profile_id_idx" ON "discount_code"("shop_id", "profile_id");

-- CreateIndex
CREATE INDEX "discount_code_ends_at_idx" ON "discount_code"("ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "discount_code_shop_id_message_id_key" ON "discount_code"("shop_id", "message_id");

-- AddForeignKey
ALTER TABLE "discount" ADD CONSTRAINT "discount_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "discount_code" ADD CONSTRAINT "discount_code_shop_id_owner_key_percent_off_fkey" FOREIGN KEY ("shop_id", "owner_key", "percent_off") REFERENCES "discount"("shop_id", "owner_key", "percent_off") ON DELETE CASCADE ON UPDATE CASCADE;
