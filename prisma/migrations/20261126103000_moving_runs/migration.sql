-- AlterTable
ALTER TABLE "flow" ADD COLUMN     "moves_to" INTEGER;
