-- AlterTable
ALTER TABLE "consent_entry" ADD COLUMN     "opt_in" TEXT;
