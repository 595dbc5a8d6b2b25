-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "comparisons_off_since" TIMESTAMPTZ(3);
