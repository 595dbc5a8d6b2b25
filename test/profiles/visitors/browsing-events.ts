import type { AnyEvent } from "~/events/event";
import type { CheckoutStep, PageType } from "~/events/browsing";
import type { BrowsingEvent } from "~/profiles/visitors/visit";
import { anId, NOW, SHOP } from "../../support/builders";

/** Minutes before NOW. */
export const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

function anEventAt(visitorId: string, occurredAt: Date, rest: object): BrowsingEvent {
  const common = { shopId: SHOP, source: "pixel", customerId: null, personal: null };
  const sourceId = `${visitorId}/e${anId()}`;
  return { ...common, sourceId, visitorId, occurredAt, ...rest } as BrowsingEvent;
}

export const aPage = (
  visitorId: string,
  at: Date,
  page: PageType = "home",
  clickId: string | null = null,
) =>
  anEventAt(visitorId, at, { kind: "page_viewed", payload: { page, referrer: "direct", clickId } });

export const aView = (visitorId: string, at: Date, productId = "501") =>
  anEventAt(visitorId, at, { kind: "product_viewed", payload: { productId, variantId: null } });

export const aDwell = (visitorId: string, at: Date, seconds: number) =>
  anEventAt(visitorId, at, { kind: "page_dwelt", payload: { page: "product", seconds } });

export const aSearch = (visitorId: string, at: Date, query: string | null) =>
  anEventAt(visitorId, at, { kind: "search_submitted", payload: { query, resultCount: 3 } });

export const anAdding = (visitorId: string, at: Date, productId: string, quantity: number) =>
  anEventAt(visitorId, at, {
    kind: "product_added_to_cart",
    payload: { productId, variantId: null, quantity },
  });

export const aStep = (visitorId: string, at: Date, step: CheckoutStep, token: string | null) =>
  anEventAt(visitorId, at, {
    kind: "checkout_step_reached",
    payload: { step, checkoutToken: token },
  });

/** Our own click event, as record-click writes it. */
export const aClick = (
  customerId: string,
  at: Date,
  clickId: string,
  verdict: "human" | "machine" = "human",
): AnyEvent => ({
  shopId: SHOP,
  source: "kindred",
  sourceId: clickId,
  kind: "email_clicked",
  customerId,
  occurredAt: at,
  payload: { messageId: "m1", flowId: null, stepId: null, linkIndex: 0, classification: verdict },
  personal: null,
});

export const aLogin = (customerId: string, visitorId: string, at: Date): AnyEvent => ({
  shopId: SHOP,
  source: "kindred",
  sourceId: `login/${visitorId}/${customerId}/${at.toISOString()}`,
  kind: "visitor_logged_in",
  customerId,
  visitorId,
  occurredAt: at,
  payload: {},
  personal: null,
});

/** As recorded by a confirmation. `requestedAt: null`: the form counted without one. */
export const aSignUp = (
  customerId: string,
  visitorId: string,
  { requestedAt, confirmedAt }: { readonly requestedAt: Date | null; readonly confirmedAt: Date },
): AnyEvent => ({
  shopId: SHOP,
  source: "kindred",
  sourceId: `opt-in/${visitorId}-${confirmedAt.toISOString()}/${customerId}`,
  kind: "sign_up_confirmed",
  customerId,
  visitorId,
  occurredAt: confirmedAt,
  payload: { requestId: `${visitorId}-${confirmedAt.toISOString()}`, requestedAt },
  personal: null,
});

export const aMerge = (customerId: string, intoCustomerId: string, mergedAt: Date): AnyEvent => ({
  shopId: SHOP,
  source: "shopify",
  sourceId: `customer/${customerId}/merged/${intoCustomerId}`,
  kind: "customer_merged",
  customerId,
  occurredAt: mergedAt,
  payload: { intoCustomerId, mergedAt },
  personal: null,
});
