-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "optimizations_paused_at" TIMESTAMPTZ(3);
