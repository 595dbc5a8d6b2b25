import type { CustomerId } from "~/lib/profile-id";
/** Proof that a visitor was a customer at an instant. */
export interface Join {
  readonly customerId: CustomerId;
  readonly shownAt: Date;
}

/** Days of browsing before the first proof that are assigned to the customer. */
const ATTACHED_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * The customer of a visitor at an instant: the one with the latest proof
 * before it; up to 14 days before the first proof, the first
 * customer; else none. A shared browser changes owners with
 * each proof. The order of `joins` does not matter.
 *
 * @returns a function from an instant to a customer's id, or null
 */
export function customerAt(joins: readonly Join[]): (at: Date) => string | null {
  const shown = joins.toSorted(
    (a, b) => +a.shownAt - +b.shownAt || (a.customerId < b.customerId ? -1 : 1),
  );
  const first = shown[0];
  return (at) => {
    const last = shown.findLast(({ shownAt }) => shownAt <= at);
    if (last) return last.customerId;
    const isAttached = first && +first.shownAt - +at <= ATTACHED_DAYS * DAY_MS;
    return isAttached ? first.customerId : null;
  };
}
