-- AlterTable
ALTER TABLE "test_address" ADD COLUMN "sealed_address" BYTEA;
