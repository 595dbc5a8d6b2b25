import type { TriggerObject } from "../send-step";

/** Somebody of whom a trigger holds, and what a run would be about. */
export interface TriggerMatch {
  readonly profileId: string;
  readonly about: Extract<TriggerObject, { kind: "person" | "product" }>;
  /** When the run may begin. */
  readonly firesAt: Date;
}
