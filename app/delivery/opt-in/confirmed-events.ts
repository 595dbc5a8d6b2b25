import type { AnyEvent } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";
import type { Purpose } from "./opt-in-form";

interface Confirmed {
  readonly requestId: string;
  readonly purpose: Purpose;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly visitorId: string | null;
  /** `confirmed`: without a mail; anything else: by one. */
  readonly state: string;
}

/**
 * What happens with a request that counts. News: each customer with the address has consented, from now; one
 * who is no customer yet becomes one when Shopify is told. A variant: each of them waits for it, or somebody
 * who is no customer does.
 *
 * @param customerIds who has the address now; may be empty
 */
export function confirmedEvents(
  shopId: ShopId,
  { requestId, purpose, variantId, productId, visitorId, state }: Confirmed,
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
      ...(visitorId !== null && { visitorId }),
    } as const;
    const key = `opt-in/${requestId}/${customerId ?? "nobody"}`;
    if (purpose !== "marketing") {
      if (variantId === null || productId === null) return [];
      const payload = { requestId, notify: purpose, productId, variantId };
      return [{ ...common, kind: "notify_me_requested", sourceId: key, payload }];
    }
    if (customerId === null) return [];
    const optIn = state === "confirmed" ? "single_opt_in" : "confirmed_opt_in";
    const consent = { marketingState: "subscribed", optIn, changedAt: at } as const;
    return [
      { ...common, kind: "sign_up_confirmed", sourceId: key, payload: { requestId } },
      { ...common, kind: "consent_changed", sourceId: `${key}/consent`, payload: consent },
    ];
  });
}
