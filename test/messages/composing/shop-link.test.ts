import { expect, test } from "vitest";
import { shopLink } from "~/messages/composing/shop-link";

const SHOP = "https://kettle.example";
const tags = { shopUrls: [SHOP, "https://kettle.myshopify.com"], utmCampaign: null, code: null };

test("a discount code leads through the shop's discount page to the target", () => {
  const link = shopLink(`${SHOP}/products/tray?variant=1#reviews`, { ...tags, code: "BCDF3467" });
  const url = new URL(link);
  expect(url.origin + url.pathname).toBe(`${SHOP}/discount/BCDF3467`);
  expect(url.searchParams.get("redirect")).toBe("/products/tray?variant=1#reviews");
});

test("a recovered checkout also has the code in its own URL", () => {
  const link = shopLink(`${SHOP}/1/checkouts/ac/x/recover?key=k`, { ...tags, code: "BCDF3467" });
  expect(new URL(link).searchParams.get("redirect")).toBe(
    "/1/checkouts/ac/x/recover?key=k&discount=BCDF3467",
  );
});

test("a page of the shop has UTM parameters for its flow or campaign", () => {
  const link = shopLink(`${SHOP}/products/tray`, { ...tags, utmCampaign: "welcome" });
  expect(link).toBe(
    `${SHOP}/products/tray?utm_source=kindred&utm_medium=email&utm_campaign=welcome`,
  );
});

test("keeps the UTM parameters that the merchant wrote", () => {
  const link = `${SHOP}/products/tray?utm_source=spring`;
  expect(shopLink(link, { ...tags, utmCampaign: "welcome" })).toBe(link);
});

test("treats the myshopify.com domain as the shop", () => {
  const link = shopLink("https://kettle.myshopify.com/cart/1:1", { ...tags, code: "BCDF3467" });
  expect(link).toContain("https://kettle.myshopify.com/discount/BCDF3467");
});

test("leaves a foreign URL unchanged", () => {
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
