-- AlterTable
ALTER TABLE "prediction" ADD COLUMN     "uplift_rate" DOUBLE PRECISION;
