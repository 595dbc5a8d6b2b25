-- AlterTable
ALTER TABLE "shop_plan" ADD COLUMN     "check_requests" INTEGER NOT NULL DEFAULT 0;
