-- AlterTable
ALTER TABLE "message" ADD COLUMN     "email_index" BYTEA;
