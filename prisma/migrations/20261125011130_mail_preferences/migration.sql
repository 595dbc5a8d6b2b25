-- CreateTable
CREATE TABLE "mail_preference" (
    "shop_id" TEXT NOT NULL,
    "email_index" BYTEA NOT NULL,
    "topics_off" TEXT[],
    "frequency" TEXT NOT NULL DEFAULT 'usual',
    "paused_until" TIMESTAMPTZ(3),
    "language" TEXT,
    "profiling" BOOLEAN NOT NULL DEFAULT true,
    "open_tracking" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_preference_pkey" PRIMARY KEY ("shop_id","email_index")
);
