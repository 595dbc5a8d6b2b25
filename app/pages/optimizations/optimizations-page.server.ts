import type { Db } from "~/db.server";
import type { VariantShare, Experiment } from "~/experiments/optimization/experiment";
import { MERCHANT_SETTING, scopeKey } from "~/experiments/optimization/experiment";
import {
  listDecisions,
  listExperiments,
  listNewestDecisions,
  type LoggedDecision,
} from "~/experiments/optimization/experiment-store.server";
import { isProposal, openProposal } from "~/experiments/optimization/decision-evidence";
import type { VariantResult } from "~/experiments/optimization/decide-experiment";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import { loadFlowSubjects } from "~/pages/flows/flow-subjects.server";
import { getEmailNumber } from "~/flows/email-name";
import type { ShopId } from "~/lib/shop-id";
import { countVariantResults } from "~/feedback/optimizer/variant-result-store.server";
import { groupByWeek, type Week } from "~/feedback/optimizer/weeks";

/** The email that an experiment is about. */
export type OptimizedEmail =
  | { readonly kind: "named"; readonly flow: string; readonly number: number }
  | { readonly kind: "deleted"; readonly flow: string }
  | { readonly kind: "flow_off" };

/** A decision for the page; times as text. */
export interface ShownDecision {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly kind: Experiment["kind"];
  /** null: all emails. */
  readonly email: OptimizedEmail | null;
  readonly before: readonly VariantShare[];
  readonly after: readonly VariantShare[];
  readonly evidence: LoggedDecision["evidence"];
  /** Whether the decision still applies, was replaced or was reverted. */
  readonly state: "stands" | "replaced" | "reverted";
  /** Whether it applies only to a share of customers until it is approved. */
  readonly awaitsApproval: boolean;
}

/** An email of a live flow with its tested subjects. */
export interface EmailSubjects {
  readonly flowId: string;
  readonly stepId: string;
  readonly email: OptimizedEmail;
  readonly subjects: readonly (VariantShare &
    Omit<VariantResult, "variant"> & { readonly line: string })[];
}

/** An experiment that is on hold since the merchant reverted a decision. */
interface HeldExperiment {
  readonly scopeKey: string;
  readonly kind: Experiment["kind"];
  readonly email: OptimizedEmail | null;
}

export interface OptimizationsPageData {
  readonly timeZone: string;
  readonly weeks: readonly Week<ShownDecision>[];
  readonly emails: readonly EmailSubjects[];
  readonly held: readonly HeldExperiment[];
}

const SHOWN_DAYS = 180;
const MAX_CHANGES = 200;

/** Data of the optimizations page: decisions with their reasons by week, and the tested subjects. */
export async function getOptimizationsPage(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<OptimizationsPageData> {
  const since = new Date(now.getTime() - SHOWN_DAYS * 86_400_000);
  const shop = await db.shop.findUnique({ where: { shopId }, select: { timeZone: true } });
  const timeZone = shop?.timeZone ?? "UTC";
  const experiments = await listExperiments(db, shopId);
  const open = [...(await listNewestDecisions(db, shopId)).values()].flatMap(
    (decisions) => openProposal(decisions) ?? [],
  );
  const latest = await listDecisions(db, shopId, { since, limit: MAX_CHANGES });
  // A proposal is shown until it is answered, however old it is.
  const changes = [...latest, ...open.filter((it) => !includes(latest, it))];
  const results = await countVariantResults(db, shopId, now);
  const flows = await listLiveFlows(db, shopId);

  const subjectsOf = new Map<string, Awaited<ReturnType<typeof loadFlowSubjects>>>();
  for (const { flowId, definition } of flows) {
    subjectsOf.set(flowId, await loadFlowSubjects(db, shopId, definition));
  }

  const emailOf = (flowId: string, stepId: string): OptimizedEmail => {
    const definition = flows.find((it) => it.flowId === flowId)?.definition;
    if (!definition) return { kind: "flow_off" };
    const [flow, number] = [definition.name, getEmailNumber(definition, stepId)];
    return number === null ? { kind: "deleted", flow } : { kind: "named", flow, number };
  };
  const scopeOf = ({ flowId, stepId }: Experiment) =>
    flowId === null || stepId === null ? null : emailOf(flowId, stepId);
  const experimentByScope = new Map(
    experiments.map((experiment) => [scopeKey(experiment), experiment]),
  );
  const newest = new Set<string>();
  const inForce = new Set<string>();
  const shown = changes.flatMap((change): ShownDecision[] => {
    const experiment = experimentByScope.get(change.scopeKey);
    if (!experiment) return [];
    const isNewest = !newest.has(change.scopeKey);
    const isInForce = !inForce.has(change.scopeKey);
    if (change.revertedAt === null) newest.add(change.scopeKey);
    // A proposal changes nothing, so what was in force before it stays so.
    if (change.revertedAt === null && !isProposal(change)) inForce.add(change.scopeKey);
    const { decisionId, before, after, evidence } = change;
    const common = { decisionId, before, after, evidence, kind: experiment.kind };
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
  const emails = flows.flatMap(({ flowId, definition }) =>
    definition.steps.flatMap((step): EmailSubjects[] => {
      if (step.kind !== "send") return [];
      const { stepId } = step;
      const experiment = experimentByScope.get(scopeKey({ kind: "subject", flowId, stepId }));
      const subjects = (experiment?.variants ?? MERCHANT_SETTING).map((variant) => {
        const came = results.find(
          (it) =>
            it.kind === "subject" &&
            it.flowId === flowId &&
            it.stepId === stepId &&
            it.variant === variant.variant,
        );
        const line = variant.text ?? subjectsOf.get(flowId)?.[stepId] ?? "";
        return { ...variant, line, sends: came?.sends ?? 0, clicks: came?.clicks ?? 0 };
      });
      return [{ flowId, stepId, email: emailOf(flowId, stepId), subjects }];
    }),
  );
  return {
    timeZone,
    weeks: groupByWeek(shown, timeZone),
    emails,
    held: experiments
      .filter(({ isHeld }) => isHeld)
      .map((experiment) => ({
        scopeKey: scopeKey(experiment),
        kind: experiment.kind,
        email: scopeOf(experiment),
      })),
  };
}

const includes = (decisions: readonly LoggedDecision[], { decisionId }: LoggedDecision) =>
  decisions.some((it) => it.decisionId === decisionId);
