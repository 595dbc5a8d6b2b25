-- Recommended products of an email: their ids alone.
UPDATE "message_content" SET "picks" = (
  SELECT jsonb_agg(pick->'productId' ORDER BY place)
  FROM jsonb_array_elements("picks") WITH ORDINALITY AS former (pick, place))
WHERE jsonb_typeof("picks"->0) = 'object';

-- A batch that is over is deleted.
DELETE FROM "email_batch" WHERE "state" = 'done';

-- A sealed email of two kilobytes stays in its row: in a table of its own it takes another row, an index entry and a pointer. It cannot
-- be compressed.
ALTER TABLE "message_content" SET (toast_tuple_target = 4080),
  ALTER COLUMN "sealed_email" SET STORAGE EXTERNAL,
  ALTER COLUMN "sealed_body" SET STORAGE EXTERNAL;
