-- CreateTable
CREATE TABLE "customer_note" (
    "shop_id" TEXT NOT NULL,
    "note_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "sealed_text" BYTEA NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_note_pkey" PRIMARY KEY ("shop_id","note_id")
);

-- CreateIndex
CREATE INDEX "customer_note_shop_id_profile_id_written_at_idx" ON "customer_note"("shop_id", "profile_id", "written_at");

-- AddForeignKey
ALTER TABLE "customer_note" ADD CONSTRAINT "customer_note_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "profile"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;
