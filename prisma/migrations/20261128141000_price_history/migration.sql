-- CreateTable
CREATE TABLE "variant_price" (
    "shop_id" TEXT NOT NULL,
    "variant_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "product_id" TEXT NOT NULL,
    "price_minor" BIGINT NOT NULL,

    CONSTRAINT "variant_price_pkey" PRIMARY KEY ("shop_id","variant_id","since")
);

-- CreateIndex
CREATE INDEX "variant_price_shop_id_product_id_idx" ON "variant_price"("shop_id", "product_id");

-- AddForeignKey
ALTER TABLE "variant_price" ADD CONSTRAINT "variant_price_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What products cost now they have cost since they were changed last.
INSERT INTO "variant_price" ("shop_id", "variant_id", "since", "product_id", "price_minor")
SELECT variant.shop_id, variant.variant_id, product.source_updated_at, variant.product_id, variant.price_minor
FROM "variant"
JOIN "product" ON product.shop_id = variant.shop_id AND product.product_id = variant.product_id;
