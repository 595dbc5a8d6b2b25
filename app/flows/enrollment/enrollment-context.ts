import { z } from "zod";
import { TriggerObject } from "../send-step";

/** What a run remembers of its object. Whatever may change is read anew instead. */
export const EnrollmentContext = z.object({
  trigger: TriggerObject,
  /** When the object was last touched, as far as the run has heard. */
  objectUpdatedAt: z.coerce.date(),
});
export type EnrollmentContext = z.infer<typeof EnrollmentContext>;
