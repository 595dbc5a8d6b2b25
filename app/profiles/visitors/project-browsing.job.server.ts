import type { CommonDeps } from "~/deps";
import { PIXEL_KINDS } from "~/events/browsing";
import { defineEventJob } from "~/events/define-event-job.server";
import type { StoredEvent } from "~/events/event-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { recordProofs, resolveJoins, type VisitorProof } from "./join-store.server";
import { rebuildVisits } from "./rebuild-visits.server";
import { ALL_TIME, type VisitorPeriod } from "./visit-store.server";

interface Deps extends CommonDeps<"db" | "queue" | "now"> {
  readonly keyring: Pick<Keyring, "open">;
}

/** The cursor that serializes this job and `join-visitors`, which both write visits. */
export const BROWSING = "browsing";

/** Projects pixel events into visits, and visits into profiles. Repeated, late or reordered events produce the same rows. */
export const projectBrowsingJob = defineEventJob<Deps>({
  name: "profiles.project-browsing",
  consumer: BROWSING,
  kinds: PIXEL_KINDS,
  limit: 1_000,

  async process(tx, shopId, events, { queue, now }) {
    const proofs = events.flatMap(listProofs);
    await recordProofs(tx, shopId, proofs);
    const proofIds = proofs.map(({ proofId }) => proofId);
    const joined = await resolveJoins(tx, shopId, proofIds, now());
    await rebuildVisits(tx, shopId, [
      ...joined.map((visitorId) => ({ visitorId, ...ALL_TIME })),
      ...listPeriods(events).filter(({ visitorId }) => !joined.includes(visitorId)),
    ]);
    await queue.announce(tx, shopId, "browsing_projected");
  },
});

function listProofs({ visitorId, occurredAt: shownAt, ...event }: StoredEvent): VisitorProof[] {
  if (visitorId === undefined) return [];
  if (event.kind === "page_viewed" && event.payload.clickId !== null) {
    return [{ visitorId, proof: "click", proofId: event.payload.clickId, shownAt }];
  }
  if (event.kind === "checkout_step_reached" && event.payload.checkoutToken !== null) {
    return [{ visitorId, proof: "checkout", proofId: event.payload.checkoutToken, shownAt }];
  }
  return [];
}

/** The period of each visitor's events. */
function listPeriods(events: readonly StoredEvent[]): VisitorPeriod[] {
  const periods = new Map<string, VisitorPeriod>();
  for (const { visitorId, occurredAt } of events) {
    if (visitorId === undefined) continue;
    const { from, to } = periods.get(visitorId) ?? { from: occurredAt, to: occurredAt };
    periods.set(visitorId, {
      visitorId,
      from: from <= occurredAt ? from : occurredAt,
      to: to >= occurredAt ? to : occurredAt,
    });
  }
  return [...periods.values()];
}
