import type { CustomerId } from "~/lib/profile-id";
import type { Consent } from "~/profiles/consent";

/** An unsubscribe and the customer who has the address now. */
export interface UnsubscribedCustomer {
  readonly unsubscribedAt: Date;
  /** `null`: no customer has the address any more. */
  readonly customer: { readonly customerId: CustomerId; readonly consent: Consent } | null;
}

export type WriteBack =
  | { readonly kind: "sync"; readonly customerId: CustomerId; readonly optIn: string | null }
  | { readonly kind: "skip"; readonly reason: "customer_unknown" | "subscribed_since" };

/** Whether to report an unsubscribe to Shopify. A later opt-in of the customer in the store wins. */
export function decideWriteBack({ unsubscribedAt, customer }: UnsubscribedCustomer): WriteBack {
  if (!customer) return { kind: "skip", reason: "customer_unknown" };
  const { marketingState, changedAt, optIn } = customer.consent;
  if (marketingState === "subscribed" && changedAt !== null && changedAt > unsubscribedAt) {
    return { kind: "skip", reason: "subscribed_since" };
  }
  return { kind: "sync", customerId: customer.customerId, optIn };
}
