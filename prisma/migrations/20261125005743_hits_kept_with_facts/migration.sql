-- AlterTable
ALTER TABLE "hit" ADD COLUMN     "address" TEXT NOT NULL DEFAULT 'other',
ADD COLUMN     "address_hash" TEXT,
ADD COLUMN     "agent" TEXT NOT NULL DEFAULT 'browser',
ADD COLUMN     "class_at" TIMESTAMPTZ(3),
ADD COLUMN     "is_fetched_ahead" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'click',
ADD COLUMN     "method" TEXT NOT NULL DEFAULT 'GET',
ADD COLUMN     "rules" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "score" INTEGER,
ALTER COLUMN "link_index" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "hit_class_at_idx" ON "hit"("class_at");

-- CreateIndex
CREATE INDEX "hit_rules_shop_id_idx" ON "hit"("rules", "shop_id");
