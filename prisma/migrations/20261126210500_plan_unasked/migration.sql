-- AlterTable
ALTER TABLE "shop_plan" ALTER COLUMN "next_ask_at" DROP NOT NULL;
