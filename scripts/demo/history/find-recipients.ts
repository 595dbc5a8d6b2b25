import { planAbandonedCheckouts } from "../../../test/shopify/life/plan-orders";
import type { SeedOrder, StoreSeed } from "../../../test/shopify/store-seed";
import { awaitLapses } from "./arrivals";
import { beginRecipient, type Recipient, type Step } from "./recipients";

const DAY_MS = 86_400_000;
/** A checkout that waits at the cut would be unknown to the store, so the last days have none. */
const LAST_CHECKOUT_DAYS = 4;
/** As `planLife` does after the cut. */
const LIFE = { seed: 1, leftCheckoutRate: 0.25 };

/** The store's customers as they were when the history began, with what they do until its end. */
export function findRecipients(seed: StoreSeed, beganMs: number): Recipient[] {
  const endMs = Date.parse(seed.cutAt);
  const earlier = new Map<string, SeedOrder[]>();
  const steps = new Map<string, Step[]>();
  for (const order of seed.orders) {
    const atMs = Date.parse(order.createdAt);
    if (order.customerId === null || atMs > endMs) continue;
    if (atMs > beganMs) addTo(steps, order.customerId, { kind: "order", atMs, order });
    else addTo(earlier, order.customerId, order);
  }
  for (const { customerId, ...step } of listCheckouts(seed, beganMs)) {
    if (step.atMs <= endMs - LAST_CHECKOUT_DAYS * DAY_MS) addTo(steps, customerId, step);
  }
  const recipients = seed.customers.flatMap(({ email, ...customer }) =>
    email === null || Date.parse(customer.createdAt) > endMs
      ? []
      : beginRecipient(
          { ...customer, email },
          earlier.get(customer.id) ?? [],
          steps.get(customer.id) ?? [],
        ),
  );
  awaitLapses(recipients, beganMs);
  return recipients;
}

function listCheckouts(seed: StoreSeed, beganMs: number) {
  const past = { ...seed, cutAt: new Date(beganMs).toISOString() };
  return planAbandonedCheckouts(past, LIFE.seed, LIFE.leftCheckoutRate).flatMap((it) => {
    if (it.kind !== "checkout_created") return [];
    const { customerId, token } = it.checkout;
    if (!customerId || !token) return [];
    return [{ kind: "checkout" as const, customerId, token, atMs: Date.parse(it.at) }];
  });
}

function addTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  list.push(value);
}
