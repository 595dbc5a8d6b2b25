-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "texts" JSONB NOT NULL DEFAULT '{}';
