import { expect, test } from "vitest";
import { shopLink } from "~/messages/composing/shop-link";

const SHOP = "https://kettle.example";
const tags = { shopUrls: [SHOP, "https://kettle.myshopify.com"], utmCampaign: null, code: null };

test("a code leads through the page of the shop that takes it, and on to where the link was to", () => {
  const link = shopLink(`${SHOP}/products/tray?variant=1#reviews`, { ...tags, code: "BCDF3467" });
  const url = new URL(link);
  expect(url.origin + url.pathname).toBe(`${SHOP}/discount/BCDF3467`);
  expect(url.searchParams.get("redirect")).toBe("/products/tray?variant=1#reviews");
});

test("a checkout that is taken up again also has the code in its own address", () => {
  const link = shopLink(`${SHOP}/1/checkouts/ac/x/recover?key=k`, { ...tags, code: "BCDF3467" });
  expect(new URL(link).searchParams.get("redirect")).toBe(
    "/1/checkouts/ac/x/recover?key=k&discount=BCDF3467",
  );
});

test("a page of the shop says which flow or campaign its visitor came from", () => {
  const link = shopLink(`${SHOP}/products/tray`, { ...tags, utmCampaign: "welcome" });
  expect(link).toBe(
    `${SHOP}/products/tray?utm_source=kindred&utm_medium=email&utm_campaign=welcome`,
  );
});

test("what the merchant wrote of the source stays", () => {
  const link = `${SHOP}/products/tray?utm_source=spring`;
  expect(shopLink(link, { ...tags, utmCampaign: "welcome" })).toBe(link);
});

test("the shop's own name at Shopify is the shop as well", () => {
  const link = shopLink("https://kettle.myshopify.com/cart/1:1", { ...tags, code: "BCDF3467" });
  expect(link).toContain("https://kettle.myshopify.com/discount/BCDF3467");
});

test("an address of anybody else stays as it is", () => {
  const others = [
    "https://kettle.example.evil.example/x",
    "https://other.example/products/tray?ref=1",
    "http://kettle.example/insecure",
    "mailto:hello@kettle.example",
    "tel:+4412345",
    "",
  ];
  for (const url of others) {
    expect(shopLink(url, { ...tags, utmCampaign: "welcome", code: "BCDF3467" })).toBe(url);
  }
});
