import { z } from "zod";

/** How soon one person may get the same email again. Every field has a default. */
export const RepeatSettings = z.object({
  /** Least days between two, where a flow has no number of its own; 0: no limit. */
  repeatDays: z.number().int().min(0).max(365).default(30),
});
