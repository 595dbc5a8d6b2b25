-- CreateTable
CREATE TABLE "choice" (
    "shop_id" TEXT NOT NULL,
    "scope_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "flow_id" TEXT,
    "step_id" TEXT,
    "arms" JSONB NOT NULL,
    "is_held" BOOLEAN NOT NULL DEFAULT false,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "choice_pkey" PRIMARY KEY ("shop_id","scope_key")
);

-- CreateTable
CREATE TABLE "choice_change" (
    "shop_id" TEXT NOT NULL,
    "change_id" TEXT NOT NULL,
    "scope_key" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "reverted_at" TIMESTAMPTZ(3),

    CONSTRAINT "choice_change_pkey" PRIMARY KEY ("shop_id","change_id")
);

-- CreateTable
CREATE TABLE "message_arm" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "message_arm_pkey" PRIMARY KEY ("shop_id","message_id","kind")
);

-- CreateIndex
CREATE INDEX "choice_kind_decided_at_idx" ON "choice"("kind", "decided_at");

-- CreateIndex
CREATE INDEX "choice_change_shop_id_changed_at_idx" ON "choice_change"("shop_id", "changed_at");

-- AddForeignKey
ALTER TABLE "choice" ADD CONSTRAINT "choice_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "choice_change" ADD CONSTRAINT "choice_change_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_arm" ADD CONSTRAINT "message_arm_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message"("shop_id", "message_id") ON DELETE CASCADE ON UPDATE CASCADE;
