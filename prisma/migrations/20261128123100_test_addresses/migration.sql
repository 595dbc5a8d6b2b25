-- CreateTable
CREATE TABLE "test_address" (
    "shop_id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "test_address_pkey" PRIMARY KEY ("shop_id","email_index")
);

-- CreateTable
CREATE TABLE "test_email_count" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "sent" INTEGER NOT NULL,

    CONSTRAINT "test_email_count_pkey" PRIMARY KEY ("shop_id","kind")
);
