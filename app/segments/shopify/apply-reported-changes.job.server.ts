import type { CommonDeps } from "~/deps";
import { defineEventJob } from "~/events/define-event-job.server";
import type { Keyring } from "~/privacy/keyring.server";
import { EVENT_CURSOR } from "../members/changed-profile-store.server";
import { adjustCounts } from "../members/member-store.server";
import { recordMembershipEvents } from "../members/record-membership-events.server";
import { applyReportedChanges } from "./reported-change-store.server";

interface Deps extends CommonDeps<"db" | "queue" | "now"> {
  readonly keyring: Pick<Keyring, "seal" | "open">;
}

/**
 * Applies joins and leaves that Shopify reports of segments imported with their members, and those it reported before
 * it reported the customer.
 */
export const applyReportedChangesJob = defineEventJob<Deps>({
  name: "segments.apply-reported-changes",
  consumer: "reported-segments",
  after: "profiles",
  lockedBy: EVENT_CURSOR,
  kinds: ["shopify_segment_changed", "customer_created"],
  limit: 500,

  async process(tx, shopId, events, deps) {
    const customerIds = [...new Set(events.flatMap(({ customerId }) => customerId ?? []))];
    if (customerIds.length === 0) return;
    const now = deps.now();
    const changes = await applyReportedChanges(tx, shopId, customerIds, now);
    if (changes.length === 0) return;
    await adjustCounts(tx, shopId, changes, now);
    await recordMembershipEvents(tx, shopId, changes, deps);
    await deps.queue.announce(tx, shopId, "events_recorded");
  },
});
