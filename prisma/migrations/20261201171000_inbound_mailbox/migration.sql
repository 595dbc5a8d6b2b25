-- CreateTable
CREATE TABLE "inbound_mailbox" (
    "mailbox" TEXT NOT NULL,
    "lease_token" TEXT,
    "leased_until" TIMESTAMPTZ(3),
    "next_read_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "inbound_mailbox_pkey" PRIMARY KEY ("mailbox")
);
