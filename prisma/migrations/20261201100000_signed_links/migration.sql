-- A column of it changes: it is created again after the migrations (app/db-views.server.ts).
DROP VIEW IF EXISTS "message_status";

-- AlterTable
ALTER TABLE "engagement_event" ADD COLUMN     "position" TEXT,
ADD COLUMN     "place" INTEGER,
ADD COLUMN     "sealed_target" BYTEA;

-- AlterTable
ALTER TABLE "message_content" ADD COLUMN     "link_count" INTEGER;
