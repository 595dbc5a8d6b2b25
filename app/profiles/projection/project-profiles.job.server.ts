import { CHECKOUT_EVENT_KINDS, ORDER_EVENT_KINDS } from "~/events/of-kind";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineEventJob } from "~/events/define-event-job.server";
import type { ErasureDeps } from "~/privacy/erase-customer.server";
import type { Keyring } from "~/privacy/keyring.server";
import { applyMerges } from "../merges/apply-merges.server";
import { projectCheckouts } from "./project-checkouts.server";
import { projectCustomers } from "./project-customers.server";
import { projectOrders } from "./project-orders.server";
import { projectSummaries } from "./project-summaries.server";

interface Deps extends ErasureDeps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "seal" | "open" | "blindIndex" | "cityKey" | "searchToken">;
}

const KINDS = [
  ...ORDER_EVENT_KINDS,
  ...CHECKOUT_EVENT_KINDS,
  "customer_created",
  "customer_updated",
  "customer_deleted",
  "customer_merged",
  "customer_tags_changed",
  "consent_changed",
] as const;

/**
 * Projects events into orders, checkouts and profiles. Repeated, late or reordered
 * events produce the same rows.
 */
export const projectProfilesJob = defineEventJob<Deps>({
  name: "profiles.project-profiles",
  consumer: "profiles",
  after: "catalog",
  kinds: KINDS,
  // PGlite is blocked during a slice, so this keeps it at about 0.1 s.
  limit: 250,

  async process(tx, shopId, recorded, deps) {
    const known = await projectCustomers(tx, shopId, recorded, deps);
    const { events, profileIds: merged } = await applyMerges(tx, shopId, recorded, known, deps);
    await projectCheckouts(tx, shopId, events, deps);
    const ordered = await projectOrders(tx, shopId, events);
    await projectSummaries(tx, shopId, [...new Set([...merged, ...ordered])]);
    await deps.queue.announce(tx, shopId, "profiles_projected");
  },
});
