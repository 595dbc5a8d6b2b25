-- CreateTable
CREATE TABLE "segment" (
    "shop_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rule" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "origin" JSONB,
    "member_count" INTEGER NOT NULL DEFAULT 0,
    "evaluated_at" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_pkey" PRIMARY KEY ("shop_id","segment_id")
);

-- CreateTable
CREATE TABLE "segment_version" (
    "shop_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "rule" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_version_pkey" PRIMARY KEY ("shop_id","segment_id","version")
);

-- CreateTable
CREATE TABLE "segment_member" (
    "shop_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_member_pkey" PRIMARY KEY ("shop_id","segment_id","profile_id")
);

-- CreateTable
CREATE TABLE "segment_size" (
    "shop_id" TEXT NOT NULL,
    "segment_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "member_count" INTEGER NOT NULL,

    CONSTRAINT "segment_size_pkey" PRIMARY KEY ("shop_id","segment_id","day")
);

-- CreateIndex
CREATE INDEX "segment_next_run_at_idx" ON "segment"("next_run_at");

-- CreateIndex
CREATE INDEX "segment_member_shop_id_profile_id_idx" ON "segment_member"("shop_id", "profile_id");

-- AddForeignKey
ALTER TABLE "segment" ADD CONSTRAINT "segment_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_version" ADD CONSTRAINT "segment_version_shop_id_segment_id_fkey" FOREIGN KEY ("shop_id", "segment_id") REFERENCES "segment"("shop_id", "segment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_member" ADD CONSTRAINT "segment_member_shop_id_segment_id_fkey" FOREIGN KEY ("shop_id", "segment_id") REFERENCES "segment"("shop_id", "segment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_size" ADD CONSTRAINT "segment_size_shop_id_segment_id_fkey" FOREIGN KEY ("shop_id", "segment_id") REFERENCES "segment"("shop_id", "segment_id") ON DELETE CASCADE ON UPDATE CASCADE;
