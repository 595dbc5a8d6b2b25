-- The view is created again with the new column.
DROP VIEW IF EXISTS "message_status";

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "in_baseline" BOOLEAN NOT NULL DEFAULT false;
