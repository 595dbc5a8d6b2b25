-- CreateTable
CREATE TABLE "sending_domain" (
    "shop_id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "provider_id" TEXT,
    "status" TEXT NOT NULL,
    "records" JSONB NOT NULL DEFAULT '[]',
    "checked_at" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "lost_at" TIMESTAMPTZ(3),
    "warm_up_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sending_domain_pkey" PRIMARY KEY ("shop_id","domain")
);

-- CreateTable
CREATE TABLE "sending_brake" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "sent" INTEGER NOT NULL,
    "wrong" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "sending_brake_pkey" PRIMARY KEY ("shop_id","kind")
);

-- CreateIndex
CREATE INDEX "sending_domain_next_check_at_idx" ON "sending_domain"("next_check_at");
