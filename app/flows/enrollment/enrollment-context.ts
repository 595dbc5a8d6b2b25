import { z } from "zod";
import { TriggerObject } from "../send-step";

/** What a run remembers of its object. Whatever may change is read anew instead. */
export const EnrollmentContext = z.object({
  trigger: TriggerObject,
  /** When the object was last touched, as far as the run has heard. */
  objectUpdatedAt: z.coerce.date(),
  /** Since when the run waits for something to happen; null: it does not. */
  waitsSince: z.coerce.date().nullable().default(null),
});
export type EnrollmentContext = z.infer<typeof EnrollmentContext>;
