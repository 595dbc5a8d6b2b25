import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { lockCursor } from "~/events/event-store.server";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { listSegmentIds, type SegmentRule, listConditions } from "../segment";
import { countMembers, reevaluateMembers } from "./member-store.server";
import { recordMembershipEvents } from "./record-membership-events.server";
import {
  listSegments,
  selectShopsWithDueSegments,
  type StoredSegment,
  nextSegmentTimes,
} from "./segment-store.server";
import { EVENT_CURSOR } from "./changed-profile-store.server";
import type { Condition } from "../condition";

interface Deps extends CommonDeps<"db" | "queue" | "now"> {
  readonly keyring: Pick<Keyring, "seal">;
}

/** A million customers take some seconds; storing a hundred thousand new members takes longer. */
const TIMEOUT_MS = 120_000;

/**
 * Evaluates a segment's rule for the whole shop: for the first members of a new rule, and
 * regularly, since windows move on without events. One segment per transaction.
 */
export const sweepSegmentsJob = defineJob<Deps>({
  name: "segments.sweep-segments",
  selectDueShops: selectShopsWithDueSegments,
  nextDueTimes: nextSegmentTimes,

  async run(shopId, deps) {
    return deps.db.$transaction(
      async (tx) => {
        const now = deps.now();
        await lockCursor(tx, shopId, EVENT_CURSOR);
        const segments = await listSegments(tx, shopId);
        const due = segments.filter(
          ({ rule, nextRunAt }) => rule !== null && nextRunAt !== null && nextRunAt <= now,
        );
        const [first] = due;
        if (first?.rule) await sweep(tx, shopId, { ...first, rule: first.rule }, segments, deps);
        return { more: due.length > 1 };
      },
      { timeout: TIMEOUT_MS },
    );
  },
});

async function sweep(
  tx: Tx,
  shopId: ShopId,
  segment: StoredSegment & { readonly rule: SegmentRule },
  all: readonly StoredSegment[],
  deps: Deps,
): Promise<void> {
  const { segmentId, rule, evaluatedAt } = segment;
  const now = deps.now();
  const changes = await reevaluateMembers(tx, shopId, segment, now);
  await tx.segment.update({
    where: { shopId_segmentId: { shopId, segmentId } },
    data: { evaluatedAt: now, nextRunAt: nextSweepAt(rule, now) },
  });
  await countMembers(tx, shopId, [segmentId], now);
  if (changes.length === 0) return;
  const dependents = all.filter((it) => it.rule && listSegmentIds(it.rule).includes(segmentId));
  await tx.segment.updateMany({
    where: { shopId, segmentId: { in: dependents.map((it) => it.segmentId) } },
    data: { nextRunAt: now },
  });
  // The first members of a new rule have not joined now.
  if (evaluatedAt === null) return;
  await recordMembershipEvents(tx, shopId, changes, deps);
  await deps.queue.announce(tx, shopId, "events_recorded");
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * When to evaluate a rule again without events: within an hour if it depends on
 * time, else within a day, for changes without an event (such as a product type).
 */
function nextSweepAt(rule: SegmentRule, now: Date): Date {
  const isTimeDependent = listConditions(rule).some(({ condition }) => dependsOnTime(condition));
  return new Date(now.getTime() + (isTimeDependent ? HOUR_MS : DAY_MS));
}

function dependsOnTime(condition: Condition): boolean {
  if (condition.kind === "did" || condition.kind === "date") {
    return condition.window.kind === "last" || condition.window.kind === "before";
  }
  if (condition.kind === "prediction") return condition.predicted === "next_order_days";
  return condition.kind === "suppressed";
}
