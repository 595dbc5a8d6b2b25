-- CreateTable
CREATE TABLE "customer_import" (
    "shop_id" TEXT NOT NULL,
    "import_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "file_bytes" INTEGER,
    "encoding" TEXT,
    "file_status" TEXT NOT NULL,
    "settings" JSONB,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "row_count" INTEGER,
    "fault" TEXT,
    "fault_row" INTEGER,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_import_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "customer_import_part" (
    "shop_id" TEXT NOT NULL,
    "import_id" TEXT NOT NULL,
    "part" INTEGER NOT NULL,
    "sealed_bytes" BYTEA NOT NULL,

    CONSTRAINT "customer_import_part_pkey" PRIMARY KEY ("shop_id","import_id","part")
);

-- AddForeignKey
ALTER TABLE "customer_import" ADD CONSTRAINT "customer_import_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;
