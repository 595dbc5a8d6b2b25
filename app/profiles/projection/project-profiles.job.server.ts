import type { PrismaClient } from "~/generated/prisma/client";
import {
  advanceCursor,
  selectShopsBehind,
  lockCursor,
  readEvents,
} from "~/events/event-store.server";
import { defineJob } from "~/jobs/job.server";
import type { ErasureDeps } from "~/privacy/erase-customer.server";
import type { Keyring } from "~/privacy/keyring.server";
import { applyMerges } from "../merges/apply-merges.server";
import { projectCheckouts } from "./project-checkouts.server";
import { projectCustomers } from "./project-customers.server";
import { projectOrders } from "./project-orders.server";
import { projectSummaries } from "./project-summaries.server";

interface Deps extends ErasureDeps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "seal" | "open" | "blindIndex">;
}

/** PGlite is blocked during a slice, so this keeps it at about 0.1 s. */
const SLICE_EVENTS = 250;
const KINDS = [
  "order_placed",
  "order_updated",
  "order_paid",
  "order_fulfilled",
  "order_canceled",
  "order_refunded",
  "order_deleted",
  "checkout_started",
  "checkout_updated",
  "checkout_completed",
  "checkout_deleted",
  "customer_created",
  "customer_updated",
  "customer_deleted",
  "customer_merged",
  "consent_changed",
] as const;

/**
 * Projects events into orders, checkouts and profiles. Repeated, late or reordered
 * events produce the same rows.
 */
export const projectProfilesJob = defineJob<Deps>({
  name: "profiles.project-profiles",
  selectDueShops: () => selectShopsBehind("profiles", "catalog"),

  async run(shopId, deps) {
    const { db, keyring, queue } = deps;
    return db.$transaction(async (tx) => {
      await lockCursor(tx, shopId, "profiles");
      const slice = { consumer: "profiles", upTo: "catalog", kinds: KINDS, limit: SLICE_EVENTS };
      const { events: recorded, readTo, more } = await readEvents(tx, shopId, slice, { keyring });

      await projectCustomers(tx, shopId, recorded, deps);
      const { events, profileIds: merged } = await applyMerges(tx, shopId, recorded, deps);
      await projectCheckouts(tx, shopId, events, deps);
      const ordered = await projectOrders(tx, shopId, events);
      await projectSummaries(tx, shopId, [...new Set([...merged, ...ordered])]);

      await advanceCursor(tx, shopId, "profiles", readTo);
      await queue.announce(tx, shopId, "profiles_projected");
      return { more };
    });
  },
});
