-- AlterTable
ALTER TABLE "lift_count" ALTER COLUMN "counts" SET DEFAULT '[]';

-- AlterTable
ALTER TABLE "mail_count" DROP CONSTRAINT "mail_count_pkey",
ADD COLUMN     "campaign_id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "template_id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "template_version" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "mail_count_pkey" PRIMARY KEY ("shop_id", "day", "flow_id", "step_id", "version", "campaign_id", "template_id", "template_version");

-- AlterTable
ALTER TABLE "pick_count" DROP CONSTRAINT "pick_count_pkey",
ADD COLUMN     "campaign_id" TEXT NOT NULL DEFAULT '',
ADD CONSTRAINT "pick_count_pkey" PRIMARY KEY ("shop_id", "day", "flow_id", "step_id", "version", "campaign_id", "slot");

-- CreateTable
CREATE TABLE "lift_day" (
    "shop_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "flow_id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "holdout_rate" DOUBLE PRECISION NOT NULL,
    "arm" TEXT NOT NULL,
    "people" INTEGER NOT NULL,
    "ordered" INTEGER NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "net_squares" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "lift_day_pkey" PRIMARY KEY ("shop_id","day","flow_id","campaign_id","holdout_rate","arm")
);

-- AddForeignKey
ALTER TABLE "lift_day" ADD CONSTRAINT "lift_day_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shop"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was counted without them is counted anew.
DELETE FROM "lift_count";
INSERT INTO "count_due" ("shop_id", "day", "marked_at")
SELECT DISTINCT "message"."shop_id", ("message"."sent_at" AT TIME ZONE "shop"."time_zone")::date, now()
FROM "message" JOIN "shop" ON "shop"."shop_id" = "message"."shop_id"
WHERE "message"."sent_at" IS NOT NULL
ON CONFLICT DO NOTHING;
