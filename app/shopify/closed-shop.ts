/**
 * Why a shop is closed: `frozen` by Shopify, usually for an unpaid bill; `paused` by its owner. The
 * app stays installed, and the owner can reopen the shop.
 */
export type ClosedAs = "frozen" | "paused";

/** Plan names of closed shops, in webhooks and in the Admin API. */
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
 * @returns null for an open shop or an unknown plan
 */
export function closedAsOf(plan: string): ClosedAs | null {
  return CLOSED_PLANS[plan.trim().toLowerCase()] ?? null;
}
