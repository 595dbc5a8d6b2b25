-- AlterTable
ALTER TABLE "webhook_secret" ADD COLUMN     "previous_until" TIMESTAMPTZ(3),
ADD COLUMN     "sealed_previous" BYTEA;
