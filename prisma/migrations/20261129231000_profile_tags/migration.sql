-- AlterTable
ALTER TABLE "profile" ADD COLUMN     "city_key" TEXT,
ADD COLUMN     "region" TEXT,
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];
