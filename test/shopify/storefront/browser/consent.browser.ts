// Shopify's Customer Privacy API in the page: the visitor's consent, stored in a cookie.
import type { PageFacts } from "../pages/page-facts";

export interface TrackingConsent {
  readonly analytics: boolean;
  readonly marketing: boolean;
  readonly preferences: boolean;
  readonly sale_of_data: boolean;
}

export interface Storefront {
  readonly facts: PageFacts;
  /** Null until the visitor has chosen. */
  consent: TrackingConsent | null;
  readonly cookie: (name: string) => string | null;
  readonly setCookie: (name: string, value: string, maxAgeSeconds: number) => void;
  /** Stores the choice and emits an event. */
  readonly choose: (consent: TrackingConsent) => void;
}

declare global {
  interface Window {
    storefront: Storefront;
  }
}

const COOKIE = "_tracking_consent";
const YEAR_SECONDS = 31_536_000;
const facts = JSON.parse(
  document.getElementById("storefront-facts")?.textContent ?? "null",
) as PageFacts;

function cookie(name: string): string | null {
  const found = document.cookie.split("; ").find((it) => it.startsWith(`${name}=`));
  return found === undefined ? null : decodeURIComponent(found.slice(name.length + 1));
}

function setCookie(name: string, value: string, maxAgeSeconds: number) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${maxAgeSeconds}; samesite=lax`;
}

const remembered = cookie(COOKIE);
window.storefront = {
  facts,
  consent: facts.hasConsentApi && remembered ? (JSON.parse(remembered) as TrackingConsent) : null,
  cookie,
  setCookie,
  choose(consent) {
    window.storefront.consent = consent;
    setCookie(COOKIE, JSON.stringify(consent), YEAR_SECONDS);
    const detail = {
      analyticsAllowed: consent.analytics,
      marketingAllowed: consent.marketing,
      preferencesAllowed: consent.preferences,
      saleOfDataAllowed: consent.sale_of_data,
    };
    document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail }));
  },
};
