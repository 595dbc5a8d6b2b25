// `window.Shopify`, as far as a theme and its blocks use it.
import type { TrackingConsent } from "./consent.browser";

const { facts } = window.storefront;
const allowed = (purpose: keyof TrackingConsent) => window.storefront.consent?.[purpose] ?? false;

const customerPrivacy = {
  setTrackingConsent(
    wanted: Partial<TrackingConsent>,
    done: (error?: object) => void = () => undefined,
  ) {
    const now = window.storefront.consent;
    window.storefront.choose({
      analytics: wanted.analytics ?? now?.analytics ?? false,
      marketing: wanted.marketing ?? now?.marketing ?? false,
      preferences: wanted.preferences ?? now?.preferences ?? false,
      sale_of_data: wanted.sale_of_data ?? now?.sale_of_data ?? false,
    });
    done();
  },
  analyticsProcessingAllowed: () => allowed("analytics"),
  marketingAllowed: () => allowed("marketing"),
  preferencesProcessingAllowed: () => allowed("preferences"),
  saleOfDataAllowed: () => allowed("sale_of_data"),
  userCanBeTracked: () => allowed("analytics") && allowed("marketing"),
  shouldShowBanner: () => window.storefront.consent === null,
  currentVisitorConsent() {
    const { consent } = window.storefront;
    const word = (purpose: keyof TrackingConsent) =>
      consent === null ? "" : consent[purpose] ? "yes" : "no";
    return {
      analytics: word("analytics"),
      marketing: word("marketing"),
      preferences: word("preferences"),
      sale_of_data: word("sale_of_data"),
    };
  },
};

/**
 * Shopify's record of the visitor.
 * @returns false if refused; throws for invalid input
 */
function visitor(
  identity: { email?: string; phone?: string },
  { appId }: { appId?: string } = {},
): boolean {
  const { email = null, phone = null } = identity;
  const isText = [email, phone].every((it) => it === null || typeof it === "string");
  if (!isText || typeof appId !== "string" || (email === null && phone === null)) {
    throw new TypeError("A visitor is an email address or a telephone number, with an appId");
  }
  if (email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return false;
  void realFetch("/storefront-visitor", {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, phone, appId }),
  });
  return true;
}

Object.assign(window, {
  Shopify: {
    shop: facts.shop.myshopifyDomain,
    locale: facts.locale,
    currency: { active: facts.shop.paymentSettings.currencyCode, rate: "1.0" },
    routes: { root: facts.root },
    designMode: false,
    analytics: {
      visitor,
      publish: (name: string, data: object) => window.publishEvent(name, data, "custom"),
    },
    ...(facts.hasConsentApi && { customerPrivacy }),
    loadFeatures(_features: object[], done: (error?: Error) => void = () => undefined) {
      done(facts.hasConsentApi ? undefined : new Error("consent-tracking-api did not load"));
    },
  },
});

// Shopify detects cart changes by a theme without a page load.
const realFetch = window.fetch.bind(window);
window.fetch = async (input, init) => {
  const response = await realFetch(input, init);
  const url = new URL(input instanceof Request ? input.url : String(input), location.href);
  if (url.origin === location.origin && /\/cart\/(add|change|clear)\.js$/.test(url.pathname)) {
    const answer = await realFetch("/storefront-events", { method: "POST" });
    const events = (await answer.json()) as { name: string; data: object }[];
    for (const { name, data } of events) window.publishEvent(name, data);
  }
  return response;
};
