-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "closed_as" TEXT,
ADD COLUMN     "closed_at" TIMESTAMPTZ(3);
