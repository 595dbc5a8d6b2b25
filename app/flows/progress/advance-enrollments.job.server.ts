import { nextTimeIn } from "~/jobs/next-due-times.server";
import { transactDespiteConflicts } from "~/db-conflicts.server";
import { readTogether } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { isInBaseline, isInShopHoldout } from "~/experiments/draw-holdout";
import { loadHoldoutSettings } from "~/experiments/baseline.server";
import { listDrawnExperiments } from "~/experiments/optimization/experiment-store.server";
import { defineJob, type DueSpan } from "~/jobs/job.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import {
  claimDueEnrollments,
  listClickedEnrollments,
  type ClaimedEnrollment,
} from "./due-enrollment-store.server";
import {
  settleEnrollments,
  type AdvanceOutcome,
  type EmailSettings,
} from "./settled-enrollment-store.server";
import {
  listEarlierStageEnrollments,
  loadConcurrentEnrollments,
  loadWaitClocks,
} from "./concurrent-enrollments.server";
import { isPausedAfterRestoreSql } from "~/restore/shop-restore-store.server";
import { decideEntry } from "../rules/enroll";
import { exitEnrollments } from "./exit-enrollments.server";
import { getFactsRequiredByFlows } from "../facts/required-facts";
import { getFunnelStage } from "../definition/trigger";
import type { FlowDefinition } from "../definition/flow";
import { loadHashedFlowVersions } from "../flow-version-store.server";
import { listLiveFlows } from "./live-flows.server";
import { drawFlowVariant } from "../rules/plan-enrollments";
import { planStep, type Command } from "../rules/plan-step";
import type { EnrollmentFacts } from "../rules/enrollment-facts";
import { loadEnrollmentFacts } from "../facts/enrollment-facts-store.server";

type Deps = CommonDeps<"db" | "queue" | "now">;

const SLICE = 200;

/**
 * Advances due enrollments by one step; scheduled ones enter
 * their flow or are deleted. Claims are committed first, so that an enrollment
 * that crashes the process is not retried first; the
 * attempt number fences off workers that lost their claim.
 */
export const advanceEnrollmentsJob = defineJob<Deps>({
  name: "flows.advance-enrollments",
  hasKnownPlans: true,
  selectDueShops: selectShopsWithDueEnrollments,
  nextDueTimes: nextEnrollmentTimes,
  selectShopsDueSince,

  async run(shopId, { db, queue, now }) {
    const at = now();
    const isPaused = isPausedAfterRestoreSql(shopId);
    const claimed = await claimDueEnrollments(db, shopId, SLICE, at, isPaused);
    if (claimed.length === 0) return { more: false };

    return transactDespiteConflicts(db, async (tx) => {
      const { steps, emails } = await planSteps(tx, shopId, claimed, at);
      const settled = await settleEnrollments(tx, shopId, steps, emails, at);
      await exitEarlierStages(tx, shopId, steps, settled, at);
      const commands = steps.flatMap((step) => ("commands" in step ? step.commands : []));
      // Later ones are found by the sweep when they are due.
      if (commands.some((it) => isPlannedFor(it, at))) {
        await queue.announce(tx, shopId, "messages_planned");
      }
      if (commands.some(({ kind }) => kind === "act")) {
        await queue.announce(tx, shopId, "actions_due");
      }
      if (commands.some(({ kind }) => kind === "set_property")) {
        await queue.announce(tx, shopId, "profile_properties_set");
      }
      const mayBeLeft = claimed.length === SLICE || claimed[0]?.areLostWaiting === true;
      return { more: mayBeLeft || steps.some((step) => isDueAgain(step, at)) };
    });
  },
});

const isPlannedFor = (command: Command, now: Date) =>
  command.kind === "plan_message" && command.state === "planned" && command.notBefore <= now;

/** Whether an enrollment's next step is due at once. */
function isDueAgain(step: AdvanceOutcome, now: Date): boolean {
  if (step.kind === "waits") return step.firesAt <= now;
  if (step.kind === "refused") return false;
  const last = step.commands.at(-1);
  return last?.kind === "wait" && last.until <= now;
}

/** A customer who reached a later funnel stage no longer gets the earlier stages' emails. */
async function exitEarlierStages(
  tx: Tx,
  shopId: ShopId,
  steps: readonly AdvanceOutcome[],
  settled: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  const advanced = steps.flatMap((step) =>
    "stage" in step && settled.has(step.enrollment.enrollmentId)
      ? [{ profileId: step.enrollment.profileId, stage: step.stage }]
      : [],
  );
  const superseded = await listEarlierStageEnrollments(tx, shopId, advanced);
  const reason = "later_stage" as const;
  await exitEnrollments(
    tx,
    shopId,
    superseded.map((enrollmentId) => ({ enrollmentId, reason })),
    now,
  );
}

async function planSteps(
  db: Db,
  shopId: ShopId,
  enrollments: readonly ClaimedEnrollment[],
  now: Date,
): Promise<{ readonly steps: readonly AdvanceOutcome[]; readonly emails: EmailSettings }> {
  const isEntering = enrollments.some(({ state }) => state === "scheduled");
  const flows = isEntering ? await listLiveFlows(db, shopId) : [];
  const definitionOf = await loadHashedFlowVersions(db, shopId, enrollments);
  const definitions = [
    ...enrollments.map(definitionOf),
    ...flows.map(({ definition }) => definition),
  ];
  const refs = enrollments.map((enrollment) => ({
    enrollment,
    profileId: enrollment.profileId,
    about: enrollment.context.trigger,
  }));
  const required = getFactsRequiredByFlows(definitions);
  const entering = enrollments.filter(({ state }) => state === "scheduled");
  const ids = enrollments.map(({ enrollmentId }) => enrollmentId);
  const [
    clicked,
    known,
    concurrentOf,
    { shopHoldoutRate, baselineRate },
    clockOf,
    hourExperiments,
  ] = await readTogether(db, () =>
    Promise.all([
      listClickedEnrollments(db, shopId, ids),
      loadEnrollmentFacts(db, shopId, refs, required, now),
      loadConcurrentEnrollments(db, shopId, entering),
      loadHoldoutSettings(db, shopId),
      loadWaitClocks(db, shopId, enrollments, definitions, now),
      listDrawnExperiments(db, shopId, ["hour"]),
    ]),
  );
  const advance = (
    enrollment: ClaimedEnrollment,
    definition: FlowDefinition,
    facts: EnrollmentFacts,
  ) => {
    const due = {
      variant: enrollment.variant,
      isInShopHoldout: isInShopHoldout(shopId, enrollment.profileId, shopHoldoutRate),
      stepId: enrollment.stepId,
      dueAt: enrollment.nextRunAt,
      trigger: enrollment.context.trigger,
      hasClicked: clicked.has(enrollment.enrollmentId),
      waitsSince: enrollment.context.waitsSince,
      drawKey: `${shopId}|${enrollment.flowId}|${enrollment.profileId}`,
      clock: clockOf(enrollment.profileId),
    };
    return { enrollment, commands: planStep(definition, due, facts, now) };
  };
  const entered = new Set<string>();
  const steps = known.flatMap(({ enrollment, facts }): AdvanceOutcome[] => {
    if (enrollment.state === "active")
      return [advance(enrollment, definitionOf(enrollment), facts)];

    // It enters the current version, including changes made while it waited.
    const flow = flows.find(({ flowId }) => flowId === enrollment.flowId);
    const first = flow?.definition.steps[0];
    const entry = flow && decideEntry(flow.definition, facts, now, concurrentOf(enrollment));
    if (!flow || !first || entry?.kind === "nothing") return [{ kind: "refused", enrollment }];
    if (entry?.kind === "await") return [{ kind: "waits", enrollment, firesAt: entry.firesAt }];
    // With a re-entry limit, only one of several due objects enters.
    const dedupeKey = `${enrollment.flowId}/${enrollment.profileId}`;
    if (flow.definition.reentryDays !== null && entered.has(dedupeKey))
      return [{ kind: "refused", enrollment }];
    entered.add(dedupeKey);
    const variant = drawFlowVariant(flow, shopId, enrollment.profileId);
    const entering = { ...enrollment, version: flow.version, variant, stepId: first.stepId };
    return [
      {
        ...advance(entering, flow.definition, facts),
        stage: getFunnelStage(flow.definition.trigger.kind),
      },
    ];
  });
  const isBaseline = (profileId: ProfileId) => isInBaseline(shopId, profileId, baselineRate);
  return { steps, emails: { isBaseline, hourExperiments } };
}

function selectShopsWithDueEnrollments(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    where shop.uninstalled_at is null and exists (
      select 1 from enrollment
      join flow on flow.shop_id = enrollment.shop_id and flow.flow_id = enrollment.flow_id
      where enrollment.shop_id = shop.shop_id and enrollment.state in ('scheduled', 'active')
        and enrollment.next_run_at <= ${now}::timestamptz and flow.status = 'live')`;
}

function nextEnrollmentTimes(now: Date): Prisma.Sql[] {
  // Separately, because each can use the index.
  return ["scheduled", "active"].map((state) =>
    nextTimeIn("enrollment", "next_run_at", now, { and: Prisma.sql`it.state = ${state}` }),
  );
}

/** Uses the index over all shops and reads only what came due in the interval. */
function selectShopsDueSince({ after, upTo }: DueSpan): Prisma.Sql {
  return Prisma.sql`
    with came as materialized (
      select distinct shop_id, flow_id from enrollment
      where state in ('scheduled', 'active')
        and next_run_at > ${after}::timestamptz and next_run_at <= ${upTo}::timestamptz)
    select distinct came.shop_id as "shopId" from came
    join flow on flow.shop_id = came.shop_id and flow.flow_id = came.flow_id
      and flow.status = 'live'
    join shop on shop.shop_id = came.shop_id and shop.uninstalled_at is null`;
}
