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

/** Reasons that end once the person opts in again: in the checkout, in their account, by a link in an email to them. */
export const ENDED_BY_OPT_IN = ["unsubscribe", "sunset"] as const satisfies SuppressionReason[];
