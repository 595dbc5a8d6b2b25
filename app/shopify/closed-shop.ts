/**
 * Why a shop is closed: `frozen` by Shopify, usually for an unpaid bill; `paused` by its owner. The
 * app stays installed, and the owner can reopen the shop.
 */
export type ClosedAs = "frozen" | "paused";

/** The plans that a closed shop is on: by their names in webhooks, and as the Admin API shows them. */
const CLOSED_PLANS: Readonly<Record<string, ClosedAs>> = {
  frozen: "frozen",
  fraudulent: "frozen",
  cancelled: "frozen",
  inactive: "frozen",
  paused: "paused",
  dormant: "paused",
};

/**
 * Why a shop on this plan is closed.
 *
 * @returns null for one that is open, as for a plan that is not known
 */
export function closedAsOf(plan: string): ClosedAs | null {
  return CLOSED_PLANS[plan.trim().toLowerCase()] ?? null;
}
