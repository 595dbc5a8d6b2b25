-- AlterTable
ALTER TABLE "message" ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "message_failures_idx" ON "message"("shop_id") WHERE (failures > 0);
