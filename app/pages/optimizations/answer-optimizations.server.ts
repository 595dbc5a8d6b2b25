import { z } from "zod";
import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { scopeKey } from "~/experiments/optimization/experiment";
import {
  recordDecision,
  listExperiments,
  listNewestDecisions,
  resumeExperiment,
  revertDecision,
  stopExperiment,
} from "~/experiments/optimization/experiment-store.server";
import { pauseTests, unpauseTests } from "~/experiments/optimization/pause-store.server";
import { openProposal } from "~/experiments/optimization/decision-evidence";
import { approvedFrequency } from "~/experiments/frequency/frequency-variants";
import type { ShopId } from "~/lib/shop-id";
import type { AuditAction } from "~/privacy/audit-actions";
import { recordAudit } from "~/privacy/audit-store.server";

type Deps = CommonDeps<"db" | "now">;

/** Requests of the optimizations page. */
export const OptimizationsRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("revert"), decisionId: z.string() }),
  z.object({ kind: z.literal("approve"), decisionId: z.string() }),
  z.object({ kind: z.enum(["stop", "release"]), scopeKey: z.string() }),
  z.object({ kind: z.enum(["pause_all", "resume_all"]) }),
]);
export type OptimizationsRequest = z.infer<typeof OptimizationsRequest>;

export interface OptimizationsAnswer {
  /** Time of the change in milliseconds; null if there was none. */
  readonly done: number | null;
  readonly error: OptimizationsError | null;
}

/** Why a request was not performed. */
export interface OptimizationsError {
  readonly kind: "unreadable" | "replaced" | "stopped" | "resumed" | "paused";
}

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
  stop: "experiment_stopped",
  release: "experiment_resumed",
  pause_all: "optimizations_paused",
  resume_all: "optimizations_resumed",
};

function auditTarget(request: OptimizationsRequest) {
  if ("decisionId" in request) return { decisionId: request.decisionId };
  return "scopeKey" in request ? { scopeKey: request.scopeKey } : {};
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
    case "stop":
      return (await stopExperiment(tx, shopId, request.scopeKey, now)) ? null : { kind: "stopped" };
    case "release": {
      const isDone = await resumeExperiment(tx, shopId, request.scopeKey);
      return isDone ? null : { kind: "resumed" };
    }
    case "pause_all":
      return (await pauseTests(tx, shopId, now)) ? null : { kind: "paused" };
    case "resume_all":
      return (await unpauseTests(tx, shopId)) ? null : { kind: "resumed" };
  }
}

/**
 * Approves a decision for all customers but the control: fewer emails for a fifth of them at once and for a fifth more
 * each day, other variants from the next daily run on.
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
