-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "industry" TEXT NOT NULL DEFAULT 'online_store';
