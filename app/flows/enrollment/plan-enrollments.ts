import { drawArm, type Arm } from "~/experiments/draw-arm";
import type { EnrollmentContext } from "./enrollment-context";
import { decideEnrollment, type Run } from "./enroll";
import type { ExitReason } from "./exit-reason";
import type { FlowDefinition } from "../flow";
import type { RunFacts } from "./run-facts";

/** A flow that takes people in, in its newest version. */
export interface LiveFlow {
  readonly flowId: string;
  readonly version: number;
  readonly definition: FlowDefinition;
  /** Share of profiles that is left alone, from 0 to 1. */
  readonly holdoutRate: number;
}

/** What a flow may have to run about, with how things stand. */
export interface Candidate {
  readonly flowId: string;
  readonly profileId: string;
  readonly facts: RunFacts;
}

/** A run that exists, of any flow. */
export interface KnownRun extends Run {
  readonly flowId: string;
  readonly profileId: string;
  readonly context: EnrollmentContext;
}

export interface NewRun {
  readonly enrollmentId: string;
  readonly flowId: string;
  readonly version: number;
  readonly profileId: string;
  readonly objectKey: string;
  readonly arm: Arm;
  readonly stepId: string;
  readonly nextRunAt: Date;
  readonly context: EnrollmentContext;
}

export interface RunUpdate {
  readonly enrollmentId: string;
  readonly nextRunAt: Date;
  readonly context: EnrollmentContext;
  /** The first step, when the run starts over. */
  readonly stepId: string | null;
}

export interface EnrollmentPlan {
  readonly started: readonly NewRun[];
  readonly updates: readonly RunUpdate[];
  readonly replaced: readonly { enrollmentId: string; reason: ExitReason }[];
}

/**
 * What becomes of a slice's candidates. The newest comes first, so that of two
 * checkouts of one profile the newer wins, in whatever order they were told.
 *
 * @param runs the candidates' profiles' live runs, and all runs about the candidates' objects
 */
export function planEnrollments(
  flows: readonly LiveFlow[],
  candidates: readonly Candidate[],
  runs: readonly KnownRun[],
  { shopId, now, newId }: { shopId: string; now: Date; newId: () => string },
): EnrollmentPlan {
  const known = [...runs];
  const started: NewRun[] = [];
  const updates: RunUpdate[] = [];
  const replaced: { enrollmentId: string; reason: ExitReason }[] = [];

  const newestFirst = [...candidates].sort((a, b) => touchedMs(b) - touchedMs(a));
  for (const { flowId, profileId, facts } of newestFirst) {
    const flow = flows.find((live) => live.flowId === flowId);
    const first = flow?.definition.steps[0];
    if (!flow || !first) continue;
    const own = known.filter((run) => run.flowId === flowId && run.profileId === profileId);
    const decision = decideEnrollment(flow.definition, facts, own, now);
    switch (decision.kind) {
      case "nothing":
        break;
      case "update": {
        const { enrollmentId, nextRunAt, objectUpdatedAt, restarts } = decision;
        const context = own.find((run) => run.enrollmentId === enrollmentId)?.context;
        if (!context) break;
        updates.push({
          enrollmentId,
          nextRunAt,
          context: { ...context, objectUpdatedAt },
          stepId: restarts ? first.stepId : null,
        });
        break;
      }
      case "enroll": {
        const { trigger, objectUpdatedAt, nextRunAt } = decision;
        const run: NewRun = {
          enrollmentId: newId(),
          flowId,
          version: flow.version,
          profileId,
          objectKey: trigger.kind === "checkout" ? trigger.token : trigger.orderId,
          arm: drawArm({
            shopId,
            experimentKey: `flow/${flowId}`,
            profileId,
            holdoutRate: flow.holdoutRate,
          }),
          stepId: first.stepId,
          nextRunAt,
          context: { trigger, objectUpdatedAt },
        };
        started.push(run);
        known.push({ ...run, state: "active", objectUpdatedAt, hasMailed: false });
        for (const enrollmentId of decision.replaces) {
          replaced.push({ enrollmentId, reason: "checkout_replaced" });
        }
        break;
      }
    }
  }
  return { started, updates, replaced };
}

function touchedMs({ facts: { object } }: Candidate): number {
  const at = object?.kind === "checkout" ? object.updatedAt : object?.fulfilledAt;
  return at?.getTime() ?? 0;
}
