-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "foreseen_mails" INTEGER,
ADD COLUMN     "part" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "part_starts_at" TIMESTAMPTZ(3),
ADD COLUMN     "second_share" DOUBLE PRECISION NOT NULL DEFAULT 0.5;

-- A test of two subjects that is under way goes on where it is.
UPDATE "campaign" SET "part_starts_at" = "starts_at" WHERE "status" IN ('sending', 'paused') AND "phase" <> 'done';
UPDATE "campaign" SET
  "part" = 1,
  "part_starts_at" = CASE WHEN "chosen_variant" IS NOT NULL THEN "updated_at" END,
  "second_share" = CASE "chosen_variant"
    WHEN 1 THEN 1 - ("plan"->'test'->>'minimumShare')::float8
    WHEN 0 THEN ("plan"->'test'->>'minimumShare')::float8
    ELSE 0.5 END
WHERE "status" IN ('sending', 'paused') AND "phase" = 'rest' AND jsonb_typeof("plan"->'test') = 'object';
