import { drawHoldoutVariant, type HoldoutVariant } from "~/experiments/draw-holdout";
import type { ProfileId } from "~/lib/profile-id";
import type { EnrollmentContext } from "./enrollment-context";
import { decideEnrollment, type ExistingEnrollment, type EventObject } from "./enroll";
import type { FlowDefinition } from "../definition/flow";
import { getObjectKey } from "../definition/send-step";
import type { ObjectRef } from "./object-ref";
import type { EnrollmentFacts } from "./enrollment-facts";

/** A live flow in its newest version. */
export interface LiveFlow {
  readonly flowId: string;
  readonly version: number;
  readonly definition: FlowDefinition;
  /** Holdout share, from 0 to 1. */
  readonly holdoutRate: number;
}

/** A possible enrollment with its current facts. */
export interface EnrollmentCandidate {
  readonly flowId: string;
  readonly profileId: ProfileId;
  readonly about: ObjectRef;
  readonly facts: EnrollmentFacts;
}

/** An existing enrollment of any flow. */
export interface KnownEnrollment extends ExistingEnrollment {
  readonly flowId: string;
  readonly profileId: ProfileId;
  readonly context: EnrollmentContext;
}

/** A scheduled enrollment. */
export interface NewEnrollment {
  readonly flowId: string;
  readonly version: number;
  readonly profileId: ProfileId;
  readonly objectKey: string;
  readonly variant: HoldoutVariant;
  readonly stepId: string;
  /** When the trigger fires. */
  readonly nextRunAt: Date;
  readonly context: EnrollmentContext;
}

export interface EnrollmentUpdate {
  readonly enrollmentId: string;
  readonly nextRunAt: Date;
  readonly context: EnrollmentContext;
  /** The first step, if the enrollment restarts. */
  readonly stepId: string | null;
}

export interface EnrollmentPlan {
  readonly started: readonly NewEnrollment[];
  readonly updates: readonly EnrollmentUpdate[];
}

/**
 * Plans the candidates of a slice: schedules new enrollments
 * and reschedules existing ones when their objects change.
 *
 * @param enrollments all enrollments about the candidates' objects
 */
export function planEnrollments(
  flows: readonly LiveFlow[],
  candidates: readonly EnrollmentCandidate[],
  enrollments: readonly KnownEnrollment[],
  { shopId, now }: { shopId: string; now: Date },
): EnrollmentPlan {
  const started: NewEnrollment[] = [];
  const updates: EnrollmentUpdate[] = [];

  for (const { flowId, profileId, about, facts } of candidates) {
    const flow = flows.find((live) => live.flowId === flowId);
    const first = flow?.definition.steps[0];
    if (!flow || !first) continue;
    const existing = enrollments.filter(
      (enrollment) => enrollment.flowId === flowId && enrollment.profileId === profileId,
    );
    const decision = decideEnrollment(flow.definition, facts, existing, now, toEventObject(about));
    switch (decision.kind) {
      case "nothing":
        break;
      case "update": {
        const { enrollmentId, nextRunAt, objectUpdatedAt, restarts } = decision;
        const context = existing.find(
          (enrollment) => enrollment.enrollmentId === enrollmentId,
        )?.context;
        if (!context) break;
        updates.push({
          enrollmentId,
          nextRunAt,
          context: {
            ...context,
            objectUpdatedAt,
            waitsSince: restarts ? null : context.waitsSince,
          },
          stepId: restarts ? first.stepId : null,
        });
        break;
      }
      case "await": {
        const { trigger, objectUpdatedAt, firesAt } = decision;
        started.push({
          flowId,
          version: flow.version,
          profileId,
          objectKey: getObjectKey(trigger),
          variant: drawFlowVariant(flow, shopId, profileId),
          stepId: first.stepId,
          nextRunAt: firesAt,
          context: { trigger, objectUpdatedAt, waitsSince: null },
        });
        break;
      }
    }
  }
  return { started, updates };
}

/** Checkouts and orders are loaded instead. */
function toEventObject(about: ObjectRef): EventObject | null {
  return about.kind === "checkout" || about.kind === "order" ? null : about;
}

/** The variant of a profile in a flow, by the flow's current holdout share. */
export function drawFlowVariant(
  { flowId, holdoutRate }: Pick<LiveFlow, "flowId" | "holdoutRate">,
  shopId: string,
  profileId: ProfileId,
): HoldoutVariant {
  return drawHoldoutVariant({ shopId, experimentKey: `flow/${flowId}`, profileId, holdoutRate });
}
