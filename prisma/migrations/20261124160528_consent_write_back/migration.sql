-- AlterTable
ALTER TABLE "suppression" ADD COLUMN     "write_back_at" TIMESTAMPTZ(3),
ADD COLUMN     "write_back_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "write_back_reason" TEXT,
ADD COLUMN     "written_back_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "suppression_write_back_at_idx" ON "suppression"("write_back_at");
