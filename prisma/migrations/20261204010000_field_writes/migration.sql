-- AlterTable
ALTER TABLE "customer_field" ADD COLUMN     "writing_until" TIMESTAMPTZ(3);
