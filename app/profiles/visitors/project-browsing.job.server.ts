import { PIXEL_KINDS } from "~/events/browsing";
import {
  advanceCursor,
  selectShopsBehind,
  lockCursor,
  readEvents,
  type StoredEvent,
} from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import type { Keyring } from "~/privacy/keyring.server";
import { recordProofs, resolveJoins, type VisitorProof } from "./join-store.server";
import { rebuildVisits } from "./rebuild-visits.server";
import { ALL_TIME, type VisitorPeriod } from "./visit-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "open">;
  readonly queue: Queue;
  readonly now: () => Date;
}

/** The cursor that serializes this job and `join-visitors`, which both write visits. */
export const BROWSING = "browsing";
const SLICE_EVENTS = 1_000;

/** Projects pixel events into visits, and visits into profiles. Repeated, late or reordered events produce the same rows. */
export const projectBrowsingJob = defineJob<Deps>({
  name: "profiles.project-browsing",
  selectDueShops: () => selectShopsBehind(BROWSING),

  async run(shopId, { db, keyring, queue, now }) {
    return db.$transaction(async (tx) => {
      await lockCursor(tx, shopId, BROWSING);
      const slice = { consumer: BROWSING, kinds: PIXEL_KINDS, limit: SLICE_EVENTS };
      const { events, readTo, more } = await readEvents(tx, shopId, slice, { keyring });

      const proofs = events.flatMap(listProofs);
      await recordProofs(tx, shopId, proofs);
      const proofIds = proofs.map(({ proofId }) => proofId);
      const joined = await resolveJoins(tx, shopId, proofIds, now());
      await rebuildVisits(tx, shopId, [
        ...joined.map((visitorId) => ({ visitorId, ...ALL_TIME })),
        ...listPeriods(events).filter(({ visitorId }) => !joined.includes(visitorId)),
      ]);

      await advanceCursor(tx, shopId, BROWSING, readTo);
      await queue.announce(tx, shopId, "browsing_projected");
      return { more };
    });
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
