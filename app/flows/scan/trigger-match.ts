import type { ProfileId } from "~/lib/profile-id";
import type { TriggerObject } from "../definition/send-step";

/** A profile that matches a trigger, and the trigger object. */
export interface TriggerMatch {
  readonly profileId: ProfileId;
  readonly about: Extract<TriggerObject, { kind: "person" | "product" }>;
  /** When the trigger fires. */
  readonly firesAt: Date;
}
