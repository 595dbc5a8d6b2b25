-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "staff_id" TEXT;
