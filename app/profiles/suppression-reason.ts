import { z } from "zod";

/** Why an address must not be mailed, whatever the consent. */
export const SuppressionReason = z.enum([
  "unsubscribe",
  "hard_bounce",
  "soft_bounce",
  "complaint",
  "manual",
  "sunset",
]);
export type SuppressionReason = z.infer<typeof SuppressionReason>;
