-- AlterTable
ALTER TABLE "profile_property" ALTER COLUMN "value" DROP NOT NULL;
