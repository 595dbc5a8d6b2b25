-- AlterTable
ALTER TABLE "shop" ADD COLUMN     "ships_to_countries" TEXT[] DEFAULT ARRAY[]::TEXT[];
