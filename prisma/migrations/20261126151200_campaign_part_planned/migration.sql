-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "part_planned" INTEGER NOT NULL DEFAULT 0;
