-- CreateTable
CREATE TABLE "used_key" (
    "purpose" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "first_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_key_pkey" PRIMARY KEY ("purpose","key_id")
);
