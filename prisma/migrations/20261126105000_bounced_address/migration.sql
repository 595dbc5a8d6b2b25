-- CreateTable
CREATE TABLE "bounced_address" (
    "address_index" BYTEA NOT NULL,
    "bounced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bounced_address_pkey" PRIMARY KEY ("address_index")
);
