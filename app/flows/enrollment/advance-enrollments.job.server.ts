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
import { decideEntry } from "./enroll";
import type { FlowDefinition } from "../flow";
import { loadFlowVersions } from "../flow-version-store.server";
import { listLiveFlows } from "../live-flows.server";
import { armIn } from "./plan-enrollments";
import { planStep } from "../plan-step";
import type { RunFacts } from "./run-facts";
import { loadRunFacts } from "./run-facts-store.server";

interface Deps {
  db: PrismaClient;
  queue: Queue;
  now: () => Date;
}

const SLICE = 200;

/**
 * Takes due runs one step further; those that waited for their trigger enter
 * their flow, or are forgotten. A claim is committed first, so that a run
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
      const commands = steps.flatMap((step) => ("commands" in step ? step.commands : []));
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
  const isEntering = runs.some(({ state }) => state === "waiting");
  const flows = isEntering ? await listLiveFlows(db, shopId) : [];
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
  const advance = (run: ClaimedRun, definition: FlowDefinition, about: RunFacts): Step => {
    const due = {
      arm: run.arm,
      stepId: run.stepId,
      dueAt: run.nextRunAt,
      trigger: run.context.trigger,
      hasClicked: clicked.has(run.enrollmentId),
    };
    return { run, commands: planStep(definition, due, about, now) };
  };
  return runs.flatMap((run, i): Step[] => {
    const about = facts[i];
    if (!about) return [];
    if (run.state === "active") return [advance(run, definitionOf(run), about)];

    // It enters the flow as the flow is now: what the merchant changed while it waited holds for it.
    const flow = flows.find(({ flowId }) => flowId === run.flowId);
    const first = flow?.definition.steps[0];
    const entry = flow && decideEntry(flow.definition, about, now);
    if (!flow || !first || entry?.kind === "nothing") return [{ kind: "refused", run }];
    if (entry?.kind === "await") return [{ kind: "waits", run, firesAt: entry.firesAt }];
    const arm = armIn(flow, shopId, run.profileId);
    const entered = { ...run, version: flow.version, arm, stepId: first.stepId };
    return [advance(entered, flow.definition, about)];
  });
}

async function listShopsWithDueRuns(db: Db, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select shop.shop_id as "shopId" from shop
    where shop.uninstalled_at is null and exists (
      select 1 from enrollment
      join flow on flow.shop_id = enrollment.shop_id and flow.flow_id = enrollment.flow_id
      where enrollment.shop_id = shop.shop_id and enrollment.state in ('waiting', 'active')
        and enrollment.next_run_at <= ${now}::timestamptz and flow.status = 'live')`;
  return rows.map(({ shopId }) => shopId);
}
