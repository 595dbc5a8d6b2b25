-- Without a log, because it is filled again when it is found empty, after a crash or in a restored database.
CREATE UNLOGGED TABLE "due" (
    "shop_id" TEXT NOT NULL,
    "due_id" BIGSERIAL NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "due_pkey" PRIMARY KEY ("shop_id","due_id")
);

CREATE INDEX "due_due_at_idx" ON "due"("due_at");

-- Its rows live for a minute: vacuum before searches read many dead ones.
ALTER TABLE "due" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000);

-- Searches look at some shops instead of all: the next migration has their indexes.
DROP INDEX "discount_code_ends_at_idx";
DROP INDEX "outgoing_webhook_queued_at_idx";
