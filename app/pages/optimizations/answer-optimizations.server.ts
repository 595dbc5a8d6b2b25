import { z } from "zod";
import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import {
  MERCHANT_SETTING,
  scopeKey,
  withoutSubject,
  withSubject,
  type VariantShare,
  type ExperimentScope,
} from "~/experiments/optimization/experiment";
import {
  recordDecision,
  listExperiments,
  listNewestDecisions,
  resumeExperiment,
  revertDecision,
  saveExperiment,
} from "~/experiments/optimization/experiment-store.server";
import { openProposal } from "~/experiments/optimization/decision-evidence";
import { approvedFrequency } from "~/experiments/frequency/frequency-variants";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import type { ShopId } from "~/lib/shop-id";
import { checkSubject, type SubjectProblem } from "~/messages/document/check-subject";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import type { AuditAction } from "~/privacy/audit-actions";
import { recordAudit } from "~/privacy/audit-store.server";

type Deps = CommonDeps<"db" | "now">;

const EmailRef = { flowId: z.string(), stepId: z.string() };

/** Requests of the optimizations page. */
export const OptimizationsRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("revert"), decisionId: z.string() }),
  z.object({ kind: z.literal("approve"), decisionId: z.string() }),
  z.object({ kind: z.literal("release"), scopeKey: z.string() }),
  z.object({ kind: z.literal("add_subject"), ...EmailRef, text: z.string() }),
  z.object({ kind: z.literal("remove_subject"), ...EmailRef, variant: z.string() }),
]);
export type OptimizationsRequest = z.infer<typeof OptimizationsRequest>;

export interface OptimizationsAnswer {
  /** Time of the change in milliseconds; null if there was none. */
  readonly done: number | null;
  readonly error: OptimizationsError | null;
}

/** Why a request was not performed. */
export type OptimizationsError =
  | { readonly kind: "unreadable" | "replaced" | "resumed" | "flow_off" | "duplicate" | "full" }
  | { readonly kind: "invalid"; readonly problem: SubjectProblem };

/** Performs the request and records it in the audit trail. */
export async function answerOptimizationsRequest(
  shopId: ShopId,
  body: unknown,
  { db, now }: Deps,
): Promise<OptimizationsAnswer> {
  const request = OptimizationsRequest.safeParse(body);
  if (!request.success) return { done: null, error: { kind: "unreadable" } };
  const at = now();
  const error = await db.$transaction(async (tx) => {
    const problem = await act(tx, shopId, request.data, at);
    if (problem === null) {
      await recordAudit(tx, shopId, {
        at,
        actor: "merchant",
        action: ACTIONS[request.data.kind],
        detail: auditTarget(request.data),
      });
    }
    return problem;
  });
  return error === null ? { done: at.getTime(), error } : { done: null, error };
}

const ACTIONS: Readonly<Record<OptimizationsRequest["kind"], AuditAction>> = {
  revert: "experiment_reverted",
  approve: "experiment_approved",
  release: "experiment_resumed",
  add_subject: "subject_added",
  remove_subject: "subject_removed",
};

function auditTarget(request: OptimizationsRequest) {
  if ("decisionId" in request) return { decisionId: request.decisionId };
  if ("scopeKey" in request) return { scopeKey: request.scopeKey };
  return { flowId: request.flowId, stepId: request.stepId };
}

const REPLACED: OptimizationsError = { kind: "replaced" };

async function act(
  tx: Tx,
  shopId: ShopId,
  request: OptimizationsRequest,
  now: Date,
): Promise<OptimizationsError | null> {
  switch (request.kind) {
    case "revert": {
      const isDone = await revertDecision(tx, shopId, request.decisionId, now);
      return isDone ? null : REPLACED;
    }
    case "approve":
      return approve(tx, shopId, request.decisionId, now);
    case "release": {
      const isDone = await resumeExperiment(tx, shopId, request.scopeKey);
      return isDone ? null : { kind: "resumed" };
    }
    case "add_subject":
      return addSubject(tx, shopId, request, now);
    case "remove_subject":
      return editSubjects(tx, shopId, request, now, (variants) =>
        withoutSubject(variants, request.variant),
      );
  }
}

/**
 * Approves a decision for all customers but the control: fewer emails at once, other variants from the next
 * daily run on.
 */
async function approve(
  tx: Tx,
  shopId: ShopId,
  decisionId: string,
  now: Date,
): Promise<OptimizationsError | null> {
  const newest = await listNewestDecisions(tx, shopId);
  const proposal = [...newest.values()]
    .map((decisions) => openProposal(decisions))
    .find((it) => it?.decisionId === decisionId);
  const experiment = (await listExperiments(tx, shopId)).find(
    (it) => scopeKey(it) === proposal?.scopeKey,
  );
  if (!experiment || !proposal) return REPLACED;
  const isFrequency = experiment.kind === "frequency";
  const after = isFrequency
    ? approvedFrequency(experiment.variants, proposal.evidence)
    : experiment.variants;
  await recordDecision(tx, shopId, { experiment, after, evidence: { kind: "approved" } }, now);
  return null;
}

async function addSubject(
  tx: Tx,
  shopId: ShopId,
  request: Extract<OptimizationsRequest, { kind: "add_subject" }>,
  now: Date,
): Promise<OptimizationsError | null> {
  const flows = await listLiveFlows(tx, shopId);
  const flow = flows.find(({ flowId }) => flowId === request.flowId);
  const step = flow?.definition.steps.find(({ stepId }) => stepId === request.stepId);
  if (!flow || step?.kind !== "send") return { kind: "flow_off" };
  const template = await findEffectiveTemplate(tx, shopId, step.templateId);
  const problem = checkSubject(request.text, template?.footer.because ?? "subscribed");
  if (problem !== null) return { kind: "invalid", problem };
  const text = request.text.trim();
  return editSubjects(tx, shopId, request, now, (variants) => {
    const isThere = text === template?.subject || variants.some((variant) => variant.text === text);
    return isThere ? "duplicate" : (withSubject(variants, text) ?? "full");
  });
}

async function editSubjects(
  tx: Tx,
  shopId: ShopId,
  { flowId, stepId }: { readonly flowId: string; readonly stepId: string },
  now: Date,
  edit: (variants: readonly VariantShare[]) => readonly VariantShare[] | "duplicate" | "full",
): Promise<OptimizationsError | null> {
  const scope: ExperimentScope = { kind: "subject", flowId, stepId };
  const known = (await listExperiments(tx, shopId)).find((it) => scopeKey(it) === scopeKey(scope));
  const variants = edit(known?.variants ?? MERCHANT_SETTING);
  if (typeof variants === "string") return { kind: variants };
  await saveExperiment(tx, shopId, { ...scope, variants, isHeld: known?.isHeld ?? false }, now);
  return null;
}
