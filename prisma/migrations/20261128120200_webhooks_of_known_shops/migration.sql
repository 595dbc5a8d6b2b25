-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "shopify_gid" TEXT;

-- Bodies and entries that have come of age are found without reading the others. A row is in one of the two.
CREATE INDEX "inbox_entry_body_age_idx" ON "inbox_entry"("received_at") WHERE sealed_body IS NOT NULL;
CREATE INDEX "inbox_entry_age_idx" ON "inbox_entry"("received_at") WHERE sealed_body IS NULL;
