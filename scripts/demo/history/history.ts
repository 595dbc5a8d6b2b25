import type { VariantShare, Experiment } from "~/experiments/optimization/experiment";
import type { DecisionEvidence } from "~/experiments/optimization/decision-evidence";
import type { TriggerObject } from "~/flows/definition/send-step";
import type { ProfileId } from "~/lib/profile-id";
import type { MessageIntent } from "~/messages/message";
import type { StoreSeed } from "../../../test/shopify/store-seed";

/** What happened in a store before the demo opens it: the weeks in which Kindred already sent email. */
export interface History {
  readonly beganAt: Date;
  /** The store with the orders and unsubscribes that emails caused. */
  readonly seed: StoreSeed;
  readonly enrollments: readonly PastEnrollment[];
  readonly messages: readonly PastMessage[];
  /** When each address got its emails, in milliseconds since 1970, oldest first. */
  readonly receivedAtMs: ReadonlyMap<string, readonly number[]>;
  /** Oldest first. */
  readonly decisions: readonly PastDecision[];
  /** The experiments as they are at the end. */
  readonly experiments: readonly Experiment[];
}

/** A customer's pass through a flow. Ids follow from flow, profile and object, as in Kindred. */
export interface PastEnrollment {
  readonly flowId: string;
  readonly profileId: ProfileId;
  readonly trigger: TriggerObject;
  readonly variant: "treated" | "holdout";
  readonly enrolledAt: Date;
  readonly objectUpdatedAt: Date;
  /** Null while it runs. */
  readonly endedAt: Date | null;
  /** The step that runs next; null: it ended. */
  readonly next: { readonly stepId: string; readonly at: Date } | null;
  /** Null while it runs, and when it reached the end. */
  readonly exitReason: string | null;
}

export interface PastMessage {
  readonly enrollment: PastEnrollment;
  readonly stepId: string;
  readonly intent: MessageIntent;
  readonly inBaseline: boolean;
  readonly plannedAt: Date;
  readonly expiresAt: Date;
  readonly outcome: PastOutcome;
}

export type PastOutcome =
  | {
      readonly state: "sent";
      readonly at: Date;
      readonly draws: readonly PastDraw[];
      readonly answer: PastAnswer;
    }
  | { readonly state: "skipped" | "withheld"; readonly reason: string }
  /** It waits when the demo opens, and Kindred sends it. */
  | { readonly state: "planned"; readonly at: Date };

/** The drawn variant of an email, with its probability. */
export interface PastDraw {
  readonly kind: Experiment["kind"];
  readonly variant: string;
  readonly rate: number;
  readonly group: number;
}

export type PastAnswer =
  | { readonly kind: "click"; readonly at: Date; readonly link: number }
  | { readonly kind: "unsubscribe"; readonly at: Date }
  | { readonly kind: "none" };

export interface PastDecision {
  readonly at: Date;
  readonly experiment: Experiment;
  readonly after: readonly VariantShare[];
  readonly evidence: DecisionEvidence;
}
