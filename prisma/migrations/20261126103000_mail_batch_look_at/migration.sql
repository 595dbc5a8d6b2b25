-- AlterTable
ALTER TABLE "mail_batch" ADD COLUMN     "list_cursor" TEXT,
ADD COLUMN     "look_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "mail_batch_look_at_idx" ON "mail_batch"("look_at");
