import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import {
  claimDueRuns,
  listClickedRuns,
  settleRuns,
  type ClaimedRun,
  type Step,
} from "./due-run-store.server";
import { loadFlowVersions } from "../flow-version-store.server";
import { planStep } from "../plan-step";
import { loadRunFacts } from "./run-facts-store.server";

interface Deps {
  db: PrismaClient;
  queue: Queue;
  now: () => Date;
}

const SLICE = 200;

/**
 * Takes due runs one step further. A claim is committed first, so that a run
 * whose step brings the process down is not the first to be tried again; the
 * attempt number keeps a worker that was overtaken from writing.
 */
export const advanceEnrollmentsJob = defineJob<Deps>({
  name: "flows.advance-enrollments",
  listDueShops: listShopsWithDueRuns,

  async run(shopId, { db, queue, now }) {
    const at = now();
    const claimed = await db.$transaction((tx) => claimDueRuns(tx, shopId, SLICE, at));
    if (claimed.length === 0) return { more: false };

    return db.$transaction(async (tx) => {
      const steps = await planSteps(tx, shopId, claimed, at);
      await settleRuns(tx, shopId, steps, at);
      const commands = steps.flatMap((step) => step.commands);
      if (commands.some((it) => it.kind === "plan_message" && it.state === "planned")) {
        await queue.announce(tx, shopId, "messages_planned");
      }
      return { more: true };
    });
  },
});

async function planSteps(
  db: Db,
  shopId: ShopId,
  runs: readonly ClaimedRun[],
  now: Date,
): Promise<Step[]> {
  const definitionOf = await loadFlowVersions(db, shopId, runs);
  const clicked = await listClickedRuns(
    db,
    shopId,
    runs.map(({ enrollmentId }) => enrollmentId),
  );
  const facts = await loadRunFacts(
    db,
    shopId,
    runs.map((run) => ({ ...run, kind: run.context.trigger.kind })),
  );
  return runs.flatMap((run, i) => {
    if (!facts[i]) return [];
    const due = {
      arm: run.arm,
      stepId: run.stepId,
      dueAt: run.nextRunAt,
      trigger: run.context.trigger,
      hasClicked: clicked.has(run.enrollmentId),
    };
    return [{ run, commands: planStep(definitionOf(run), due, facts[i], now) }];
  });
}

async function listShopsWithDueRuns(db: Db, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select shop.shop_id as "shopId" from shop
    where shop.uninstalled_at is null and exists (
      select 1 from enrollment
      join flow on flow.shop_id = enrollment.shop_id and flow.flow_id = enrollment.flow_id
      where enrollment.shop_id = shop.shop_id and enrollment.state = 'active'
        and enrollment.next_run_at <= ${now}::timestamptz and flow.status = 'live')`;
  return rows.map(({ shopId }) => shopId);
}
