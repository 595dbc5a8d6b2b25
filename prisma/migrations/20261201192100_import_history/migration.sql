-- AlterTable
ALTER TABLE "customer_import" DROP CONSTRAINT "customer_import_pkey",
ADD COLUMN     "sealed_file_name" BYTEA,
ADD COLUMN     "staff_id" TEXT,
ADD CONSTRAINT "customer_import_pkey" PRIMARY KEY ("shop_id", "import_id");

-- CreateIndex
CREATE INDEX "customer_import_shop_id_uploaded_at_idx" ON "customer_import"("shop_id", "uploaded_at");
