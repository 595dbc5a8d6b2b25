/** Proof that a visitor was a customer at an instant. */
export interface Join {
  readonly customerId: string;
  readonly shownAt: Date;
}

/** So much of what a visitor did before it showed who it was becomes the customer's. */
const ATTACHED_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * Whose a visitor's doings of an instant are: the customer's who showed last
 * before it; of what lies before the first proof, at most 14 days the first
 * customer's; else nobody's. A browser that two people use changes hands with
 * each proof, and keeps apart what each did. The order of `joins` says nothing.
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
