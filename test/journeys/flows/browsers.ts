import { signProxyQuery } from "../../shopify/storefront/proxy/sign-proxy-query";
import type { Stage } from "../../support/stage";
import { addressOf, type lineOf } from "./store";

/** A person's browser, whose user agent no link scanner uses. */
export const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";

const visitorOf = (customerId: string) => `browser-${customerId}`;

type Line = ReturnType<typeof lineOf>;

/** Customers' actions in the storefront, each logged in with their own browser, as reported by the pixel and the theme. */
export interface Browsers {
  /** Reports the owners of these browsers to the app. */
  logIn(customerIds: readonly string[]): Promise<void>;
  look(customerId: string, line: Line, times: number): Promise<void>;
  put(customerId: string, line: Line): Promise<void>;
  takeOut(customerId: string, line: Line): Promise<void>;
  /** Requests a back-in-stock alert. */
  askFor(customerId: string, line: Line): Promise<void>;
}

export async function openBrowsers({
  control,
  shops,
  apiSecret,
  advance,
}: Stage): Promise<Browsers> {
  const shop = shops[0]!;
  const pixel = await control.pixel(shop);
  if (!pixel) throw new Error("The app has put no pixel into the storefront");
  const { accountID: account, collectorURL } = pixel.settings;
  if (!collectorURL) throw new Error("The pixel does not know whom to tell");
  const known = new Set<string>();
  let sent = 0;

  async function post(
    customerId: string,
    url: string,
    body: string | URLSearchParams,
  ): Promise<void> {
    // From their own address, since a single one would exceed the rate limit.
    const address = `203.0.${customerId.slice(0, 2)}.${customerId.slice(2)}`;
    const headers = { "user-agent": PHONE, "x-forwarded-for": address };
    const answer = await fetch(url, { method: "POST", body, headers });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  }

  /** A storefront page of the app, signed by Shopify for the logged-in customer. */
  async function postByProxy(
    page: string,
    customerId: string,
    body: string | URLSearchParams,
  ): Promise<void> {
    const query = new URLSearchParams({
      ...{ shop, logged_in_customer_id: customerId, path_prefix: "/apps/kindred" },
      timestamp: String(Math.floor(Date.now() / 1_000)),
    });
    query.append("signature", signProxyQuery(query, apiSecret));
    await post(customerId, new URL(`/proxy/${page}?${query.toString()}`, collectorURL).href, body);
  }

  async function send(customerId: string, ...events: readonly object[]): Promise<void> {
    const visitor = visitorOf(customerId);
    const at = (await control.clock()).now;
    const batch = events.map((event) => ({ id: `event-${sent++}`, at, ...event }));
    await post(customerId, collectorURL!, JSON.stringify({ account, visitor, events: batch }));
  }

  return {
    async logIn(customerIds) {
      const unknown = [...new Set(customerIds)].filter((id) => !known.has(id));
      if (unknown.length === 0) return;
      for (const customerId of unknown) {
        known.add(customerId);
        const visitor = visitorOf(customerId);
        await postByProxy("visitor", customerId, JSON.stringify({ visitor }));
      }
      await advance(0);
    },
    look: (customerId, { productId: product, variantId: variant }, times) =>
      send(
        customerId,
        { name: "page_viewed", page: "product", referrer: "direct" },
        ...Array.from({ length: times }, () => ({ name: "product_viewed", product, variant })),
      ),
    put: (customerId, { productId: product, variantId: variant }) =>
      send(customerId, { name: "product_added_to_cart", product, variant, quantity: 1 }),
    takeOut: (customerId, { productId: product, variantId: variant }) =>
      send(customerId, { name: "product_removed_from_cart", product, variant, quantity: 1 }),
    askFor: (customerId, { variantId: variant }) =>
      postByProxy(
        "notify-me",
        customerId,
        new URLSearchParams({
          ...{ email: addressOf(customerId), variant, kind: "back_in_stock", locale: "en" },
          ...{ consent: "Tell me when it is back", visitor: visitorOf(customerId) },
        }),
      ),
  };
}
