-- AlterTable
ALTER TABLE "sending_domain" ADD COLUMN     "added_id" TEXT,
ADD COLUMN     "taken_at" TIMESTAMPTZ(3),
ADD COLUMN     "token" TEXT NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', '');

-- AlterTable: only rows from before the column need it.
ALTER TABLE "sending_domain" ALTER COLUMN "token" DROP DEFAULT;

-- CreateTable
CREATE TABLE "domain_owner" (
    "domain" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "proved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "domain_owner_pkey" PRIMARY KEY ("domain")
);

-- CreateIndex
CREATE INDEX "domain_owner_shop_id_idx" ON "domain_owner"("shop_id");
