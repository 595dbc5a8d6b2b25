-- AlterTable
ALTER TABLE "bounced_address" ADD COLUMN     "reason" TEXT NOT NULL DEFAULT 'bounced';

