import type { HappeningInput } from "../happening";

/** A future event in the store with its time. */
export type LifeHappening = HappeningInput & { readonly at: string };

/** Dependencies come first among events of the same instant. */
const ORDER: Partial<Record<LifeHappening["kind"], number>> = {
  product_created: 0,
  customer_created: 1,
  consent_changed: 2,
  variant_updated: 3,
  checkout_created: 4,
  checkout_completed: 5,
  order_placed: 5,
  order_fulfilled: 6,
  order_refunded: 7,
  order_canceled: 8,
};

/** The events by time, and within an instant by dependency. */
export function inOrderOfTime(happenings: readonly LifeHappening[]): LifeHappening[] {
  return [...happenings].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || (ORDER[a.kind] ?? 9) - (ORDER[b.kind] ?? 9),
  );
}

/** An instant in the store's format. */
export function isoOf(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}
