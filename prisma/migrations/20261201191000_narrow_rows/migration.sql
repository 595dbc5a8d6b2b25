-- One row for each email instead of one for each of its products.
DROP TABLE "placement";

-- CreateTable
CREATE TABLE "placement" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "product_ids" TEXT[],
    "placed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "placement_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- Ended enrollments and closed batches are never due, and most events have no visitor: they need no entry.
DROP INDEX "event_shop_id_visitor_id_occurred_at_idx";
DROP INDEX "enrollment_state_next_run_at_idx";
DROP INDEX "email_batch_state_next_run_at_idx";

-- CreateIndex
CREATE INDEX "event_visitor_idx" ON "event"("shop_id", "visitor_id", "occurred_at") WHERE visitor_id IS NOT NULL;

-- CreateIndex
CREATE INDEX "enrollment_due_idx" ON "enrollment"("state", "next_run_at") WHERE next_run_at IS NOT NULL;

-- CreateIndex
CREATE INDEX "email_batch_due_idx" ON "email_batch"("state", "next_run_at") WHERE next_run_at IS NOT NULL;
