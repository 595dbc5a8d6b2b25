/** Parameters of links into the shop: source and discount code. */
export interface LinkTags {
  /** Base URLs of the shop: its own domain and its Shopify domain. */
  readonly shopUrls: readonly string[];
  /** The flow or campaign; null: none. */
  readonly utmCampaign: string | null;
  /** The discount code; null: none. */
  readonly code: string | null;
}

/** UTM source and medium; the marketing activities in Shopify use the same. */
export const UTM = { source: "kindred", medium: "email" } as const;

/**
 * Rewrites a URL of the shop: adds the UTM parameters unless the merchant set some, and applies the discount
 * code. Other URLs stay unchanged.
 */
export function shopLink(target: string, { shopUrls, utmCampaign, code }: LinkTags): string {
  const url = URL.canParse(target) ? new URL(target) : null;
  if (!url || !shopUrls.some((it) => URL.canParse(it) && new URL(it).origin === url.origin)) {
    return target;
  }
  if (utmCampaign !== null && !url.searchParams.has("utm_source")) {
    url.searchParams.set("utm_source", UTM.source);
    url.searchParams.set("utm_medium", UTM.medium);
    url.searchParams.set("utm_campaign", utmCampaign);
  }
  if (code === null) return url.href;
  // A recovered checkout reads the code from its URL.
  if (/\/recover$/.test(url.pathname)) url.searchParams.set("discount", code);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return `${url.origin}/discount/${encodeURIComponent(code)}?redirect=${encodeURIComponent(path)}`;
}
