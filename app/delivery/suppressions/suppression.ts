import { z } from "zod";
import type { SuppressionReason } from "~/profiles/suppression-reason";

/** What a suppression blocks. */
export const SuppressionScope = z.enum(["marketing", "everything"]);
export type SuppressionScope = z.infer<typeof SuppressionScope>;

/** Scope by reason: an address that does not exist or complained gets nothing. */
export const SCOPES: Readonly<Record<SuppressionReason, SuppressionScope>> = {
  unsubscribe: "marketing",
  hard_bounce: "everything",
  soft_bounce: "marketing",
  complaint: "everything",
  manual: "marketing",
  sunset: "marketing",
};

/** Reasons that only the customer may revoke. */
const CUSTOMER_REASONS: ReadonlySet<SuppressionReason> = new Set(["unsubscribe", "complaint"]);

/** Whether a merchant may remove a suppression. */
export function isRemovable(reason: SuppressionReason): boolean {
  return !CUSTOMER_REASONS.has(reason);
}
