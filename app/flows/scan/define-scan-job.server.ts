import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { markDone } from "~/jobs/schedule-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { Trigger } from "../definition/trigger";
import { insertEnrollments } from "../enrollment/enrollment-store.server";
import { drawFlowVariant } from "../rules/plan-enrollments";
import { listLiveFlows } from "../progress/live-flows.server";
import { findTriggerMatches } from "./find-trigger-matches.server";

type Deps = CommonDeps<"db" | "queue" | "now">;

const SLICE = 200;
/** A scan: its triggers and interval. */
export interface TriggerScan {
  readonly name: "flows.scan-inventory-triggers" | "flows.scan-scheduled-triggers";
  readonly kinds: readonly Trigger["kind"][];
  readonly everyMs: number;
}

/**
 * Finds profiles that match triggers of live flows and schedules their enrollment. Repeated matches
 * are the same rows. The cursor stores the time of the last scan.
 */
export const defineScanJob = ({ name, kinds, everyMs }: TriggerScan) =>
  defineJob<Deps>({
    name,
    selectDueShops: (now) => selectShopsToScan({ name, kinds, everyMs }, now),

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
 * Shops with a live flow with such a trigger whose scan is due.
 *
 * @param only limits the result to this shop
 */
export function selectShopsToScan(
  { name, kinds, everyMs }: TriggerScan,
  now: Date,
  only: ShopId | null = null,
): Prisma.Sql {
  const before = new Date(now.getTime() - everyMs);
  return Prisma.sql`
    select distinct flow.shop_id as "shopId" from flow
    join shop on shop.shop_id = flow.shop_id and shop.uninstalled_at is null
    join flow_version version on version.shop_id = flow.shop_id and version.flow_id = flow.flow_id
      and version.version = flow.live_version
    left join schedule on schedule.shop_id = flow.shop_id and schedule.task = ${name}
    where flow.status = 'live'
      and (schedule.done_at is null or schedule.done_at <= ${before}::timestamptz)
      and flow.shop_id = coalesce(${only}, flow.shop_id)
      and version.definition->'trigger'->>'kind' = any(${[...kinds]}::text[])`;
}
