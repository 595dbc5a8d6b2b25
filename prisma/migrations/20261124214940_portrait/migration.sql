-- CreateTable
CREATE TABLE "portrait" (
    "shop_id" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "segment" TEXT NOT NULL,
    "numbers" BYTEA NOT NULL,

    CONSTRAINT "portrait_pkey" PRIMARY KEY ("shop_id","profile_id")
);

-- AddForeignKey
ALTER TABLE "portrait" ADD CONSTRAINT "portrait_shop_id_profile_id_fkey" FOREIGN KEY ("shop_id", "profile_id") REFERENCES "prediction"("shop_id", "profile_id") ON DELETE CASCADE ON UPDATE CASCADE;
