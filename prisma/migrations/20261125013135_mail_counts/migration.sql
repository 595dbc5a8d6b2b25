-- CreateTable
CREATE TABLE "mail_count" (
    "shop_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "flow_id" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "sent" INTEGER NOT NULL,
    "delivered" INTEGER NOT NULL,
    "bounced" INTEGER NOT NULL,
    "complained" INTEGER NOT NULL,
    "unsubscribed" INTEGER NOT NULL,
    "opened" INTEGER NOT NULL,
    "opened_by_people" INTEGER NOT NULL,
    "clicked" INTEGER NOT NULL,
    "clicked_by_people" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,

    CONSTRAINT "mail_count_pkey" PRIMARY KEY ("shop_id","day","flow_id","step_id","version")
);

-- CreateTable
CREATE TABLE "pick_count" (
    "shop_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "flow_id" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "slot" INTEGER NOT NULL,
    "shown" INTEGER NOT NULL,
    "clicked_by_people" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,

    CONSTRAINT "pick_count_pkey" PRIMARY KEY ("shop_id","day","flow_id","step_id","version","slot")
);

-- CreateTable
CREATE TABLE "count_due" (
    "shop_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "count_due_pkey" PRIMARY KEY ("shop_id","day")
);

-- What was sent before is counted too.
INSERT INTO "count_due" ("shop_id", "day", "marked_at")
SELECT DISTINCT "message"."shop_id", ("message"."sent_at" AT TIME ZONE "shop"."time_zone")::date, now()
FROM "message" JOIN "shop" ON "shop"."shop_id" = "message"."shop_id"
WHERE "message"."sent_at" IS NOT NULL;
