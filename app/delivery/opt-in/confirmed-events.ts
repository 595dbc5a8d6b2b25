import type { AnyEvent } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";
import type { Purpose } from "./opt-in-form";

interface Confirmed {
  readonly requestId: string;
  readonly purpose: Purpose;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly visitorId: string | null;
  readonly createdAt: Date;
  /** `confirmed`: without a mail; anything else: by one. */
  readonly state: string;
}

/**
 * What happens with a request that counts. News: each customer with the address has consented, from now; one
 * who is no customer yet becomes one when Shopify is told. A variant: each of them waits for it, or somebody
 * who is no customer does. The browser stands on what its owner did there, not on the consent, which
 * outlives whatever is known of a browser.
 *
 * @param customerIds who has the address now; may be empty
 */
export function confirmedEvents(
  shopId: ShopId,
  { requestId, purpose, variantId, productId, visitorId, createdAt, state }: Confirmed,
  customerIds: readonly string[],
  at: Date,
): AnyEvent[] {
  const whom = customerIds.length === 0 ? [null] : customerIds;
  return whom.flatMap((customerId): AnyEvent[] => {
    const common = {
      shopId,
      source: "kindred",
      customerId,
      occurredAt: at,
      personal: null,
    } as const;
    const browser = visitorId === null ? {} : { visitorId };
    const key = `opt-in/${requestId}/${customerId ?? "nobody"}`;
    if (purpose !== "marketing") {
      if (variantId === null || productId === null) return [];
      const payload = { requestId, notify: purpose, productId, variantId };
      return [{ ...common, ...browser, kind: "notify_me_requested", sourceId: key, payload }];
    }
    if (customerId === null) return [];
    const isByMail = state !== "confirmed";
    const optIn = isByMail ? "confirmed_opt_in" : "single_opt_in";
    const signUp = { requestId, askedAt: isByMail ? createdAt : null };
    const consent = { marketingState: "subscribed", optIn, changedAt: at } as const;
    return [
      { ...common, ...browser, kind: "sign_up_confirmed", sourceId: key, payload: signUp },
      { ...common, kind: "consent_changed", sourceId: `${key}/consent`, payload: consent },
    ];
  });
}
