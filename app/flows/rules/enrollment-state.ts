import { z } from "zod";

/**
 * `scheduled`: its trigger has not fired yet, and the profile has not entered the flow. `ended`: with an exit
 * reason it left early, without one it reached the end.
 */
export const EnrollmentState = z.enum(["scheduled", "active", "ended"]);
export type EnrollmentState = z.infer<typeof EnrollmentState>;

/** Whether an enrollment ended after its last step. */
export const hasReachedEnd = ({
  state,
  exitReason,
}: {
  readonly state: EnrollmentState;
  readonly exitReason: string | null;
}): boolean => state === "ended" && exitReason === null;
