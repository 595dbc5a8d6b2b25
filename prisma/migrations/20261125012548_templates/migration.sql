-- CreateTable
CREATE TABLE "template" (
    "shop_id" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "draft" JSONB,
    "draft_revision" INTEGER NOT NULL DEFAULT 0,
    "published_version" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_pkey" PRIMARY KEY ("shop_id","template_id")
);

-- CreateTable
CREATE TABLE "template_version" (
    "shop_id" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "template_version_pkey" PRIMARY KEY ("shop_id","template_id","version")
);

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template_version" ADD CONSTRAINT "template_version_shop_id_template_id_fkey" FOREIGN KEY ("shop_id", "template_id") REFERENCES "template"("shop_id", "template_id") ON DELETE CASCADE ON UPDATE CASCADE;
