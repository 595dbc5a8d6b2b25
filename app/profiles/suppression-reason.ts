import { z } from "zod";

/** Why an address is suppressed, regardless of consent. */
export const SuppressionReason = z.enum([
  "unsubscribe",
  "hard_bounce",
  "soft_bounce",
  "complaint",
  "manual",
  "sunset",
]);
export type SuppressionReason = z.infer<typeof SuppressionReason>;

/** Reasons that end with a new opt-in: at checkout, in the account, or by an emailed link. */
export const ENDED_BY_OPT_IN = ["unsubscribe", "sunset"] as const satisfies SuppressionReason[];
