import type { AnyEvent } from "~/events/event";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { OptInPurpose } from "../consents/opt-in-form";

interface Confirmed {
  readonly requestId: string;
  readonly purpose: OptInPurpose;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly visitorId: string | null;
  readonly createdAt: Date;
  /** `confirmed`: without an email; any other state: by email. */
  readonly state: string;
}

/**
 * The events of a confirmed request. Marketing: a consent event for each customer with the address; someone
 * who is not yet a customer becomes one when Shopify is updated. Product notifications: a request event for
 * each customer or anonymous visitor. The browser link comes from what its owner did there, not from the
 * consent, which outlives the browser data.
 *
 * @param customerIds customers who have the address now; may be empty
 */
export function confirmedEvents(
  shopId: ShopId,
  { requestId, purpose, variantId, productId, visitorId, createdAt, state }: Confirmed,
  customerIds: readonly CustomerId[],
  at: Date,
): AnyEvent[] {
  const recipients = customerIds.length === 0 ? [null] : customerIds;
  return recipients.flatMap((customerId): AnyEvent[] => {
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
    const isByEmail = state !== "confirmed";
    const optIn = isByEmail ? "confirmed_opt_in" : "single_opt_in";
    const signUp = { requestId, requestedAt: isByEmail ? createdAt : null };
    const consent = { marketingState: "subscribed", optIn, changedAt: at } as const;
    return [
      { ...common, ...browser, kind: "sign_up_confirmed", sourceId: key, payload: signUp },
      { ...common, kind: "consent_changed", sourceId: `${key}/consent`, payload: consent },
    ];
  });
}
