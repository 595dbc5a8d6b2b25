import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { markDone } from "~/jobs/schedule-store.server";
import type { ShopId } from "~/lib/shop-id";
import { addMs } from "../definition/duration";
import type { Trigger } from "../definition/trigger";
import { insertEnrollments } from "../enrollment/enrollment-store.server";
import { drawFlowVariant } from "../rules/plan-enrollments";
import { listLiveFlows } from "../progress/live-flows.server";
import { findTriggerMatches } from "./find-trigger-matches.server";

type Deps = CommonDeps<"db" | "queue" | "now">;

const SLICE = 200;
/** A scan: its triggers and intervals. */
export interface TriggerScan {
  readonly name: "flows.scan-inventory-triggers" | "flows.scan-scheduled-triggers";
  readonly kinds: readonly Trigger["kind"][];
  /** After an event, such as an order or a changed product, or a changed flow. */
  readonly everyMs: number;
  /** Without any: what time alone changes may wait as long. */
  readonly quietEveryMs: number;
}

/**
 * Finds profiles that match triggers of live flows and schedules their enrollment. Repeated matches
 * are the same rows. The cursor stores the time of the last scan.
 */
export const defineScanJob = ({ name, kinds, ...intervals }: TriggerScan) =>
  defineJob<Deps>({
    name,
    selectDueShops: (now) => selectShopsToScan({ name, kinds, ...intervals }, now),
    nextDueTimes: (now) => nextScanTimes({ name, kinds, ...intervals }, now),

    async run(shopId, { db, queue, now }) {
      const at = now();
      return db.$transaction(async (tx) => {
        const flows = await listLiveFlows(tx, shopId);
        let isDue = false;
        let more = false;
        for (const flow of flows) {
          const [first] = flow.definition.steps;
          if (!first || !kinds.includes(flow.definition.trigger.kind)) continue;
          const matches = await findTriggerMatches({ db: tx, shopId, flow, limit: SLICE, now: at });
          const inserted = await insertEnrollments(
            tx,
            shopId,
            matches.map(({ profileId, about, firesAt }) => ({
              flowId: flow.flowId,
              version: flow.version,
              profileId,
              objectKey: about.key,
              variant: drawFlowVariant(flow, shopId, profileId),
              stepId: first.stepId,
              nextRunAt: firesAt,
              context: { trigger: about, objectUpdatedAt: about.at, waitsSince: null },
            })),
            at,
          );
          isDue ||= inserted > 0 && matches.some(({ firesAt }) => firesAt <= at);
          more ||= inserted === SLICE;
        }
        if (isDue) await queue.announce(tx, shopId, "enrollments_due");
        if (!more) await markDone(tx, shopId, name, at);
        return { more };
      });
    },
  });

/**
 * Shops with a live flow with such a trigger whose scan is due. Only their flows are read, because a definition is long.
 *
 * @param only limits the result to this shop
 */
export function selectShopsToScan(
  { name, kinds, everyMs, quietEveryMs }: TriggerScan,
  now: Date,
  only: ShopId | null = null,
): Prisma.Sql {
  const before = addMs(now, -everyMs);
  const quietBefore = addMs(now, -quietEveryMs);
  // An event recorded shortly before a scan may have been projected after it.
  const hasChanged = Prisma.sql`(
    (select recorded_at from event where event.shop_id = shop.shop_id order by seq desc limit 1)
      > schedule.done_at - make_interval(secs => ${everyMs / 1_000})
    or exists (
      select 1 from flow where flow.shop_id = shop.shop_id and flow.status = 'live'
        and flow.updated_at > schedule.done_at))`;
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    left join schedule on schedule.shop_id = shop.shop_id and schedule.task = ${name}
    where shop.uninstalled_at is null and shop.shop_id = coalesce(${only}, shop.shop_id)
      and case when schedule.done_at is null
          or schedule.done_at <= ${quietBefore}::timestamptz
          or (schedule.done_at <= ${before}::timestamptz and ${hasChanged})
        then exists (
          select 1 from flow
          join flow_version version on version.shop_id = flow.shop_id and version.flow_id = flow.flow_id
            and version.version = flow.live_version
          where flow.shop_id = shop.shop_id and flow.status = 'live'
            and version.definition->'trigger'->>'kind' = any(${[...kinds]}::text[]))
        else false end`;
}

/** When a shop's next scan may be due, with or without a change. */
const nextScanTimes = ({ name, everyMs, quietEveryMs }: TriggerScan, now: Date): Prisma.Sql[] =>
  [...new Set([everyMs, quietEveryMs])].map((ms) =>
    nextTimeIn("schedule", "done_at", now, {
      plus: Prisma.sql`make_interval(secs => ${ms / 1_000})`,
      and: Prisma.sql`it.task = ${name}`,
    }),
  );
