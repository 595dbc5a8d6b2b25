-- Columns of it change: it is created again after the migrations (app/db-views.server.ts).
DROP VIEW IF EXISTS "message_status";

-- AlterTable
ALTER TABLE "message_content" ADD COLUMN     "sealed_body" BYTEA,
ADD COLUMN     "template_hash" BYTEA;

-- CreateTable
CREATE TABLE "template_text" (
    "shop_id" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "packed" BYTEA NOT NULL,

    CONSTRAINT "template_text_pkey" PRIMARY KEY ("shop_id","hash")
);
