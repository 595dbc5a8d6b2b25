import type { Db } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import {
  scopeKey,
  type Experiment,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import {
  listExperiments,
  listLearnings,
  listNewestDecisions,
  type LoggedDecision,
} from "~/experiments/optimization/experiment-store.server";
import { isProposal, openProposal } from "~/experiments/optimization/decision-evidence";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import { getEmailNumber } from "~/flows/email-name";
import { keepCount } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import {
  countTestProgress,
  listDrawnVariants,
  sumSpentAfterEmails,
  type TestProgress,
} from "~/feedback/gains/drawn-variant-store.server";
import type { Gain } from "~/feedback/gains/estimate-gain";
import type { LiftAnswer } from "~/feedback/lift/lift-answers";
import { findLift, type CountedLift } from "~/feedback/lift/lift-store.server";
import { groupByWeek, type Week } from "~/feedback/optimizer/weeks";
import { loadEarnings } from "./earnings.server";
import { listRunningTests, type RunningTest } from "./running-tests";

/** The email that an experiment is about. */
export type OptimizedEmail =
  | { readonly kind: "named"; readonly flow: string; readonly number: number }
  | { readonly kind: "deleted"; readonly flow: string }
  | { readonly kind: "flow_off" }
  /** All campaigns. */
  | { readonly kind: "campaigns" };

/** What was learned, or a proposal, for the page; times as text. */
export interface ShownDecision {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly kind: Experiment["kind"];
  /** null: all emails. */
  readonly email: OptimizedEmail | null;
  readonly before: readonly VariantShare[];
  readonly after: readonly VariantShare[];
  readonly evidence: LoggedDecision["evidence"];
  /** Of the money in the evidence. */
  readonly currency: string;
  /** Whether the decision still applies, was replaced or was reverted. */
  readonly state: "stands" | "replaced" | "reverted";
  /** Whether it applies only to a share of customers until it is approved. */
  readonly awaitsApproval: boolean;
}

/** The experiment that a line of the page is about. */
export interface ShownExperiment {
  readonly scopeKey: string;
  readonly kind: Experiment["kind"];
  /** null: all emails. */
  readonly email: OptimizedEmail | null;
}

/** A running test; times as text. */
export interface ShownTest extends ShownExperiment, Pick<RunningTest, "variants" | "difference"> {
  readonly since: string | null;
}

/** What an experiment earned; null: not known yet. */
interface ShownGain extends ShownExperiment {
  readonly gain: Gain | null;
}

/** The sending limits of the settings. */
type Limits = Pick<
  SendingSettings,
  | "marketingCapHours"
  | "marketingCapPer7Days"
  | "quietHours"
  | "maxDiscountPercent"
  | "marginPercent"
>;

export interface OptimizationsPageData {
  readonly timeZone: string;
  /** Since when the merchant has paused all tests; null: they run. */
  readonly pausedAt: string | null;
  /** One page of the decisions: first those that await approval, then the newest. */
  readonly weeks: readonly Week<ShownDecision>[];
  readonly page: number;
  readonly hasNext: boolean;
  readonly tests: readonly ShownTest[];
  readonly earnings: {
    readonly currency: string;
    readonly total: Gain | null;
    readonly experiments: readonly ShownGain[];
  };
  /** What all optimizations bring together; null: nothing is counted yet. */
  readonly together: { readonly answer: LiftAnswer | null; readonly baselineRate: number };
  readonly limits: Limits;
  /** How near the shop is to its first tests. */
  readonly progress: TestProgress;
  /** Of `tests`, `earnings` and `progress`: `Counted`. */
  readonly countedAt: string | null;
  /** On hold since the merchant reverted a decision. */
  readonly held: readonly ShownExperiment[];
}

const SHOWN_DAYS = 180;
const MAX_CHANGES = 200;
const PAGE_DECISIONS = 4;

/**
 * Data of the optimizations page: running tests, what they earned, the decisions by week, and the limits.
 *
 * @param page of the decisions, from 1
 */
export async function getOptimizationsPage(
  db: Db,
  shopId: ShopId,
  now: Date,
  page = 1,
): Promise<OptimizationsPageData> {
  const since = new Date(now.getTime() - SHOWN_DAYS * 86_400_000);
  const { timeZone, currency, settings } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: {
      timeZone: true,
      currency: true,
      settings: { select: { sending: true, optimizationsPausedAt: true } },
    },
  });
  const experiments = await listExperiments(db, shopId);
  const newest = await listNewestDecisions(db, shopId);
  const open = [...newest.values()].flatMap((decisions) => openProposal(decisions) ?? []);
  const latest = await listLearnings(db, shopId, { since, limit: MAX_CHANGES });
  // A proposal is shown until it is answered, however old it is.
  const changes = [...latest, ...open.filter((it) => !includes(latest, it))];
  const flows = await listLiveFlows(db, shopId);

  const emailOf = (flowId: string, stepId: string): OptimizedEmail => {
    const definition = flows.find((it) => it.flowId === flowId)?.definition;
    if (!definition) return { kind: "flow_off" };
    const [flow, number] = [definition.name, getEmailNumber(definition, stepId)];
    return number === null ? { kind: "deleted", flow } : { kind: "named", flow, number };
  };
  const scopeOf = ({ kind, flowId, stepId }: Experiment): OptimizedEmail | null => {
    if (flowId !== null && stepId !== null) return emailOf(flowId, stepId);
    return kind === "offer" ? { kind: "campaigns" } : null;
  };
  const shownAs = (experiment: Experiment): ShownExperiment => ({
    scopeKey: scopeKey(experiment),
    kind: experiment.kind,
    email: scopeOf(experiment),
  });
  const experimentByScope = new Map(
    experiments.map((experiment) => [scopeKey(experiment), experiment]),
  );
  const shown = changes.flatMap((change): ShownDecision[] => {
    const experiment = experimentByScope.get(change.scopeKey);
    if (!experiment) return [];
    const its = newest.get(change.scopeKey)?.filter(({ revertedAt }) => revertedAt === null) ?? [];
    const isNewest = its[0]?.decisionId === change.decisionId;
    // A proposal changes nothing, so what was in force before it stays so.
    const isInForce = its.find((it) => !isProposal(it))?.decisionId === change.decisionId;
    const { decisionId, before, after, evidence } = change;
    const common = { decisionId, before, after, evidence, currency, kind: experiment.kind };
    // An answered proposal changes nothing, so it cannot be reverted.
    const isOpen = evidence.kind === "fatigue" ? includes(open, change) : isNewest;
    const standing = (isProposal(change) ? isOpen : isInForce) ? "stands" : "replaced";
    const state = change.revertedAt === null ? standing : "reverted";
    return [
      {
        ...common,
        awaitsApproval: includes(open, change),
        decidedAt: change.decidedAt.toISOString(),
        email: scopeOf(experiment),
        state,
      },
    ];
  });
  const ordered = shown.toSorted((a, b) => Number(b.awaitsApproval) - Number(a.awaitsApproval));
  const end = page * PAGE_DECISIONS;
  const sending = SendingSettings.parse(settings?.sending ?? {});
  const { marketingCapHours, marketingCapPer7Days, quietHours } = sending;
  const { maxDiscountPercent, marginPercent } = sending;
  const lift = await findLift(db, shopId);
  const { value, countedAt } = await keepCount(
    shopId,
    "optimizations",
    { now, sizeOf: ({ progress: { sent, people } }) => sent + people },
    () => countEmails(db, shopId, now),
  );
  const { drawn, spent, progress } = value;
  const tests = listRunningTests(experiments, newest, drawn);
  const earnings = await loadEarnings(db, shopId, { experiments, newest, spent }, now);
  return {
    timeZone,
    pausedAt: settings?.optimizationsPausedAt?.toISOString() ?? null,
    weeks: groupByWeek(ordered.slice(end - PAGE_DECISIONS, end), timeZone),
    page,
    hasNext: ordered.length > end,
    tests: tests.map(({ experiment, since, variants, difference }) => ({
      ...shownAs(experiment),
      ...{ variants, difference },
      since: since?.toISOString() ?? null,
    })),
    earnings: {
      ...{ currency, total: earnings.total },
      experiments: earnings.experiments.map(({ experiment, gain }) => ({
        ...shownAs(experiment),
        gain,
      })),
    },
    together: { answer: chooseBaselineAnswer(lift), baselineRate: sending.baselineRate },
    limits: {
      ...{ marketingCapHours, marketingCapPer7Days, quietHours },
      ...{ maxDiscountPercent, marginPercent },
    },
    progress,
    countedAt,
    held: experiments.filter(({ isHeld }) => isHeld).map(shownAs),
  };
}

/** What is counted over the emails of the counted days. */
async function countEmails(db: Db, shopId: ShopId, now: Date) {
  const [drawn, spent, progress] = await Promise.all([
    listDrawnVariants(db, shopId, now),
    sumSpentAfterEmails(db, shopId, now),
    countTestProgress(db, shopId, now),
  ]);
  return { drawn, spent, progress };
}

/** The longest window with a result. */
function chooseBaselineAnswer(lift: CountedLift | null): LiftAnswer | null {
  const answers = lift?.answers.filter(({ of }) => of === "baseline") ?? [];
  return answers.findLast((it) => it.current ?? it.finished) ?? answers[0] ?? null;
}

const includes = (decisions: readonly LoggedDecision[], { decisionId }: LoggedDecision) =>
  decisions.some((it) => it.decisionId === decisionId);
