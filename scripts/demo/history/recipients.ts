import { minorOf } from "../../../test/shopify/seed/seed-text";
import type { SeedCustomer, SeedOrder } from "../../../test/shopify/store-seed";
import { beginLife, type Person } from "../../../test/simulated-shops/life/person";

/** What a customer does by themselves, or because of an email. */
export type Step =
  | { readonly kind: "order"; readonly atMs: number; readonly order: SeedOrder }
  | { readonly kind: "checkout"; readonly atMs: number; readonly token: string };

type ReachableCustomer = SeedCustomer & { readonly email: string };

/** A customer during the history. */
export interface Recipient {
  readonly customer: ReachableCustomer;
  readonly person: Person;
  /** Orders so far, oldest first. */
  readonly orders: SeedOrder[];
  /** Coming steps, oldest first. */
  steps: Step[];
  /** When they got their emails, oldest first. */
  receivedAtMs: readonly number[];
  /** When they last bought because of an email. */
  lastPurchaseAt: string | null;
}

/** The law of a simulated shop's customer does not apply: reactions and orders are the demo's. */
const NO_LAW = {
  ...{ joinsOn: 0, ordersPer28Days: 0, intervalDays: null, usualSteps: 1, lastOrderDay: null },
  ...{ isAway: false, engagement: 1, annoyance: 1, byHour: null },
  offerType: "insensitive" as const,
};

/** @param earlier orders before the history, oldest first */
export function beginRecipient(
  customer: ReachableCustomer,
  earlier: readonly SeedOrder[],
  steps: readonly Step[],
): Recipient {
  const isSubscribed = customer.marketingState === "SUBSCRIBED";
  const person = beginLife({ ...NO_LAW, customer: Number(customer.id), isSubscribed });
  const recipient: Recipient = {
    ...{ customer, person, orders: [], receivedAtMs: [], lastPurchaseAt: null },
    steps: steps.toSorted((a, b) => a.atMs - b.atMs),
  };
  for (const order of earlier) remember(recipient, order);
  return recipient;
}

/** Adds an order to what is known of a customer. */
export function remember({ person, orders }: Recipient, order: SeedOrder): void {
  const placedAt = new Date(order.createdAt);
  const { id: orderId, checkoutToken } = order;
  orders.push(order);
  person.orders.push({ orderId, placedAt, checkoutToken, cartToken: null });
  person.orderCount += 1;
  person.lastEngagedMs = placedAt.getTime();
}

/** When something is next due for a customer; Infinity: nothing. */
export function nextDueMs({ person, steps }: Recipient): number {
  let dueMs = steps[0]?.atMs ?? Infinity;
  for (const { atMs } of person.arrivals) dueMs = Math.min(dueMs, atMs);
  for (const { dueAt } of person.enrollments) dueMs = Math.min(dueMs, dueAt.getTime());
  for (const { nextMs } of person.planned) dueMs = Math.min(dueMs, nextMs);
  return dueMs;
}

/** Net of returns, in minor units. */
export function totalOf({ lines, refunds, totalDiscount }: SeedOrder): number {
  const gross = lines.reduce((sum, it) => sum + it.quantity * minorOf(it.unitPrice), 0);
  const returned = refunds
    .flatMap((refund) => refund.lines)
    .reduce((sum, it) => sum + minorOf(it.subtotal), 0);
  return Math.max(0, gross - minorOf(totalDiscount ?? "0") - returned);
}
