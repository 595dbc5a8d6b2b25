import { z } from "zod";
import type { SuppressionReason } from "~/profiles/suppression-reason";

/** What an address must not be sent. */
export const Scope = z.enum(["marketing", "everything"]);
export type Scope = z.infer<typeof Scope>;

/** How far a suppression reaches: to an address that does not exist, or whose owner complained, nothing goes. */
export const SCOPES: Readonly<Record<SuppressionReason, Scope>> = {
  unsubscribe: "marketing",
  hard_bounce: "everything",
  soft_bounce: "marketing",
  complaint: "everything",
  manual: "marketing",
  sunset: "marketing",
};

/** Reasons that no merchant may set aside: the person said no, and only the person may say yes again. */
const CUSTOMER_REASONS: ReadonlySet<SuppressionReason> = new Set(["unsubscribe", "complaint"]);

/** Whether a merchant may take a suppression back. */
export function isRemovable(reason: SuppressionReason): boolean {
  return !CUSTOMER_REASONS.has(reason);
}
