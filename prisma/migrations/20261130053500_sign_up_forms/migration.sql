-- CreateTable
CREATE TABLE "sign_up_form" (
    "shop_id" TEXT NOT NULL,
    "form_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "content" JSONB NOT NULL,
    "variant_b" JSONB,
    "test_number" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_up_form_pkey" PRIMARY KEY ("shop_id","form_id")
);

-- CreateTable
CREATE TABLE "sign_up_form_day" (
    "shop_id" TEXT NOT NULL,
    "form_id" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "views" INTEGER NOT NULL,
    "sign_ups" INTEGER NOT NULL,
    "counted_sign_ups" INTEGER NOT NULL,

    CONSTRAINT "sign_up_form_day_pkey" PRIMARY KEY ("shop_id","form_id","arm","day")
);

-- CreateIndex
CREATE INDEX "sign_up_form_day_shop_id_day_idx" ON "sign_up_form_day"("shop_id", "day");

-- AddForeignKey
ALTER TABLE "sign_up_form" ADD CONSTRAINT "sign_up_form_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_up_form_day" ADD CONSTRAINT "sign_up_form_day_shop_id_form_id_fkey" FOREIGN KEY ("shop_id", "form_id") REFERENCES "sign_up_form"("shop_id", "form_id") ON DELETE CASCADE ON UPDATE CASCADE;
