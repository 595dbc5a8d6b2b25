-- AlterTable
ALTER TABLE "campaign" ADD COLUMN "undo_until" TIMESTAMPTZ(3);
