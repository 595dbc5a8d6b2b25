-- CreateTable
CREATE TABLE "saved_block" (
    "shop_id" TEXT NOT NULL,
    "saved_block_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_block_pkey" PRIMARY KEY ("shop_id","saved_block_id")
);

-- AddForeignKey
ALTER TABLE "saved_block" ADD CONSTRAINT "saved_block_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
