import { laterBy } from "~/flows/duration";
import { backOffMs } from "~/lib/back-off";
import type { Consent } from "~/profiles/consent";

/** An unsubscribe, and whom Shopify has under its address now. */
export interface UnsubscribedCustomer {
  readonly unsubscribedAt: Date;
  /** `null`: the address is no customer's any more. */
  readonly customer: { readonly customerId: string; readonly consent: Consent } | null;
}

export type WriteBack =
  | { readonly kind: "tell"; readonly customerId: string; readonly optIn: string | null }
  | { readonly kind: "skip"; readonly reason: "customer_unknown" | "subscribed_since" };

/**
 * Whether Shopify is to be told of an unsubscribe. A permission that the customer
 * gave after it, in the store, stands.
 */
export function decideWriteBack({ unsubscribedAt, customer }: UnsubscribedCustomer): WriteBack {
  if (!customer) return { kind: "skip", reason: "customer_unknown" };
  const { marketingState, changedAt, optIn } = customer.consent;
  if (marketingState === "subscribed" && changedAt !== null && changedAt > unsubscribedAt) {
    return { kind: "skip", reason: "subscribed_since" };
  }
  return { kind: "tell", customerId: customer.customerId, optIn };
}

const BACK_OFF = { firstMs: 30_000, longestMs: 6 * 3_600_000 };

/** When to try again after the `attempts`-th failure (from 1): from half a minute, twice as long each time, up to six hours. */
export function nextWriteBackAt(attempts: number, now: Date): Date {
  return laterBy(now, backOffMs(attempts, BACK_OFF));
}
