ALTER TABLE "campaign" ADD COLUMN "audience_size" INTEGER,
ADD COLUMN "audience_size_at" TIMESTAMPTZ(3);
