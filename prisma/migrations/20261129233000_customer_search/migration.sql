-- AlterTable
ALTER TABLE "profile" ADD COLUMN     "search_version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "search_token" (
    "shop_id" TEXT NOT NULL,
    "token" BIGINT NOT NULL,
    "profile_id" TEXT NOT NULL,

    CONSTRAINT "search_token_pkey" PRIMARY KEY ("shop_id","token","profile_id")
);

-- CreateIndex
CREATE INDEX "search_token_shop_id_profile_id_idx" ON "search_token"("shop_id", "profile_id");

-- CreateIndex
CREATE INDEX "order_shop_id_name_idx" ON "order"("shop_id", "name");

-- AddForeignKey
ALTER TABLE "search_token" ADD CONSTRAINT "search_token_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;
