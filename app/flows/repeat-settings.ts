import { z } from "zod";

/** Limits on repeating an email to a profile. Every field has a default. */
export const RepeatSettings = z.object({
  /** Minimum days between repeats if the flow has no own setting; 0: no limit. */
  repeatDays: z.number().int().min(0).max(365).default(30),
});
