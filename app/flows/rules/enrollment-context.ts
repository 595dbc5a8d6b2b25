import { z } from "zod";
import { TriggerObject } from "../definition/send-step";

/** What an enrollment stores about its object. Anything that can change is loaded when needed. */
export const EnrollmentContext = z.object({
  trigger: TriggerObject,
  /** When the object last changed, as far as the enrollment knows. */
  objectUpdatedAt: z.coerce.date(),
  /** Since when the enrollment waits for an event; null: it does not. */
  waitsSince: z.coerce.date().nullable().default(null),
});
export type EnrollmentContext = z.infer<typeof EnrollmentContext>;
