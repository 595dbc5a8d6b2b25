import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import {
  purgeWebhooks,
  selectShopsWithOldWebhooks,
  nextWebhookExpiry,
} from "./outgoing-webhook-store.server";

type Deps = CommonDeps<"db" | "now">;

/** Purges webhooks that are too old to be sent or replayed. */
export const purgeWebhooksJob = defineJob<Deps>({
  name: "delivery.purge-webhooks",
  selectDueShops: selectShopsWithOldWebhooks,
  nextDueTimes: nextWebhookExpiry,

  async run(shopId, { db, now }) {
    await purgeWebhooks(db, shopId, now());
    return { more: false };
  },
});
