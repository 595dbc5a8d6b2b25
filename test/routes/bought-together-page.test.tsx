import { expect, test } from "vitest";
import { BoughtTogetherPage } from "~/routes/app.recommendations_.bought-together/page";
import { rulesCsv } from "~/pages/recommendations/rules-csv";
import type { BoughtTogetherData } from "~/pages/recommendations/bought-together.server";
import { createText } from "~/i18n/create-text";
import { messagesFor } from "~/i18n/catalog.server";
import { textOf } from "../support/render-page";

const kettle = { productId: "1", title: "Kettle" };
const tray = { productId: "2", title: "Cedar tray" };
const rule = {
  antecedents: [kettle],
  consequent: tray,
  orders: 27,
  customers: 21,
  support: 0.027,
  confidence: 0.54,
  lift: 6.2,
};
const SHOWN: BoughtTogetherData = {
  currency: "GBP",
  mined: { orders: 1_000, minOrders: 3, rules: 1 },
  rules: [rule],
  found: 1,
  similar: 0,
  showsSimilar: false,
  bundles: [{ first: kettle, second: tray, orders: 27, priceMinor: 42_00 }],
  order: "evidence",
  product: kettle,
  page: 1,
  hasNext: false,
};

const show = (shown: BoughtTogetherData, isLoading = false) =>
  textOf(
    <BoughtTogetherPage
      shown={shown}
      isLoading={isLoading}
      isCreating={false}
      hasFailed={false}
      pageUrl={(page) => `?page=${page}`}
      onOrder={() => undefined}
      onProduct={() => undefined}
      onSimilar={() => undefined}
      onExport={() => undefined}
      onEmail={() => undefined}
    />,
  );

test("shows each rule with its measures, and bundles with their joint price", () => {
  const text = show(SHOWN);
  expect(text).toContain("Kettle Cedar tray 27 21 54% 6.2 2.7%");
  expect(text).toContain("£42.00 together. Bought together in 27 orders");
  expect(text).toContain("Kindred searched the latest 1,000 orders");
});

test("draws the rules of the table as bars with the highest share first", () => {
  const rules = [0.54, 0.96, 0.08].map((confidence) => ({ ...rule, confidence }));
  const bars = show({ ...SHOWN, rules }).match(/Kettle → Cedar tray +\d+%/g);
  expect(bars?.map((bar) => bar.match(/\d+%/)?.[0])).toEqual(["96%", "54%", "8%"]);
});

test("says why there are no rules: not trained, none, or none with the product", () => {
  expect(show({ ...SHOWN, mined: null, rules: [] })).toContain("Not trained yet");
  const none = { orders: 9, minOrders: 3, rules: 0 };
  expect(show({ ...SHOWN, mined: none, rules: [] })).toContain("No products bought together yet");
  expect(show({ ...SHOWN, rules: [] })).toContain("No matching products");
});

test("hides the rows while others load", () => {
  expect(show(SHOWN, true)).not.toContain("54% 6.2");
});

test("counts the rules of similar products, and offers to show them", () => {
  expect(show(SHOWN)).not.toContain("similar products");
  const text = show({ ...SHOWN, found: 9, similar: 8 });
  expect(text).toContain("1 rule");
  expect(text).toContain("Also show 8 rules of similar products");
  expect(show({ ...SHOWN, found: 9, similar: 8, showsSimilar: true })).toContain("9 rules");
});

test("downloads the measures as plain numbers", () => {
  const text = createText(
    { locale: "en-US", timeZone: "UTC", messages: messagesFor("en", ["recommendations"]) },
    "recommendations",
  );
  const [, line] = rulesCsv([{ ...rule, antecedents: [kettle, tray] }], text).split("\r\n");
  expect(line).toBe('"Kettle + Cedar tray","Cedar tray","27","21","0.027","0.54","6.2"');
});
