/** What a mail's links tell the shop: where the visit came from, and which code it brings along. */
export interface LinkTags {
  /** Where the shop's pages are: its own address, and the one that Shopify gave it. */
  readonly shopUrls: readonly string[];
  /** The flow or the campaign; null: not told. */
  readonly utmCampaign: string | null;
  /** The discount code; null: none. */
  readonly code: string | null;
}

/** What every link of a mail says of its source; the marketing activities in Shopify say the same. */
export const UTM = { source: "kindred", medium: "email" } as const;

/**
 * An address in a mail as it leaves: one of the shop's pages gets the mail's UTM
 * parameters, unless the merchant set some, and leads through the page that
 * takes the code; any other stays as it is.
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
  // A checkout that is taken up again looks for the code in its own address.
  if (/\/recover$/.test(url.pathname)) url.searchParams.set("discount", code);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return `${url.origin}/discount/${encodeURIComponent(code)}?redirect=${encodeURIComponent(path)}`;
}
