import { expect, test } from "vitest";
import { ListCard } from "~/routes/app.recommendations/list-card";
import { RecommendationModelsCard } from "~/routes/app.recommendations/models-card";
import { createFormat } from "~/i18n/create-format";
import { createText } from "~/i18n/create-text";
import { messagesFor } from "~/i18n/catalog.server";
import { describePickReason } from "~/components/recommendations/describe-pick-reason";
import { describeRecommendationRule } from "~/routes/app.recommendations/describe-recommendation-rule";
import { RulesPreview } from "~/routes/app.recommendations/rules-preview";
import { htmlOf, textOf } from "../support/render-page";

const TEXT = createText(
  { locale: "en-US", timeZone: "UTC", messages: messagesFor("en", ["recommendations"]) },
  "recommendations",
);

const pick = {
  productId: "501",
  title: "Cedar tray",
  vendor: "Kettle & Co",
  imageUrl: null,
  priceMinor: 12_00,
  score: 2.5,
  parts: [
    { source: "item_knn", score: 3 },
    { source: "popularity", score: -0.5 },
  ],
  reason: { kind: "goes_with", productId: "1", title: "Teapot", sharedBuyers: 12, share: 0.5 },
} as const;

test("a recommendation shows its score, the parts that add up to it, and its reason", () => {
  const pinned = { ...pick, productId: "502", reason: { kind: "pinned" } } as const;
  const list = { list: "goes_with", source: "goes_with", picks: [pick, pinned] } as const;
  const text = textOf(<ListCard list={list} currency="GBP" />);
  expect(text).toContain("Score 2.50");
  expect(text).toContain("Bought by the same customers 3.00");
  expect(text).toContain("Best sellers −\u20600.500");
  expect(text).toContain("Often bought with Teapot: 12 customers bought both");
  expect(text).toMatch(/Pinned .* Pinned by you/);
});

test("a new product has no score, since it is ranked by its date", () => {
  const reason = { kind: "newest" } as const;
  const score = Date.UTC(2026, 2, 3);
  const newest = { ...pick, reason, score, parts: [{ source: "catalog", score }] } as const;
  const list = { list: "buy_again", source: "newest", picks: [newest] } as const;
  const text = textOf(<ListCard list={list} currency="GBP" />);
  expect(text).toContain("Cedar tray");
  expect(text).not.toContain("Score");
  expect(text).not.toContain("Newest products 1");
});

test("the widths of a score's parts add up to the score's share of the best", () => {
  const half = { ...pick, productId: "502", score: 1.25 };
  const list = { list: "goes_with", source: "goes_with", picks: [pick, half] } as const;
  const html = htmlOf(<ListCard list={list} currency="GBP" />);
  const widths = [...html.matchAll(/width:([\d.]+)%/g)].map(([, width]) => Number(width));
  expect(widths).toHaveLength(4);
  expect((widths[0] ?? 0) + (widths[1] ?? 0)).toBeCloseTo(100);
  expect((widths[2] ?? 0) + (widths[3] ?? 0)).toBeCloseTo(50);
});

test("a list completed by others says so, and an empty one explains what an email does", () => {
  const filled = { list: "buy_again", source: "newest", picks: [pick] } as const;
  expect(textOf(<ListCard list={filled} currency="GBP" />)).toContain(
    "it shows other products: newest products.",
  );
  const empty = { list: "buy_again", source: null, picks: [] } as const;
  expect(textOf(<ListCard list={empty} currency="GBP" />)).toContain(
    "Emails leave this section out",
  );
});

test("the contributions of the models add up, and negative ones are named", () => {
  const choice = {
    list: "new_for_you",
    chosen: "blend",
    customers: 100,
    windowDays: 30,
    contenders: [
      { name: "blend", ndcg10: 0.2, hitRate10: 0.4, coverage: 1 },
      { name: "popularity", ndcg10: 0.1, hitRate10: 0.2, coverage: 1 },
    ],
    weights: [
      { source: "item_knn", share: 2, log: 1 },
      { source: "popularity", share: -1, log: 0 },
    ],
  } as const;
  const worseLists = ["buy_again", "goes_with"] as const;
  const models = { customers: 10, products: 20, choices: [choice], worseLists };
  const coverage = { offerable: 20, reachable: 15 };
  const text = textOf(<RecommendationModelsCard models={models} coverage={coverage} />);
  expect(text).toMatch(/Bought by the same customers 75 ?%/);
  expect(text).toMatch(/Best sellers \(counts against\) 25 ?%/);
  expect(text).toContain("these lists measurably worse: Buy again and Goes well with.");
  expect(text).toContain(
    "In use: All models combined. Tested on 100 customers of the last 30 days: 40% bought",
  );
  expect(text).toContain("Only “Best sellers” 20% 0.100");
});

test.each([
  [
    { areUsed: true, gain: { mean: 0.045, error: 0.009 } },
    "or bought after a view or a cart, count",
  ],
  [
    { areUsed: false, gain: { mean: 0.001, error: 0.004 } },
    "Views and carts don’t count: no clear",
  ],
  [{ areUsed: false, gain: null }, "too few customers bought again to test them"],
])("a list says whether views and carts count: %s", (visits, expected) => {
  const choice = {
    list: "new_for_you",
    chosen: "blend",
    customers: 100,
    windowDays: 30,
    contenders: [],
    weights: [{ source: "bought_after_view", share: 2, log: 1 }],
    visits,
  } as const;
  const models = { customers: 10, products: 20, choices: [choice], worseLists: null };
  const coverage = { offerable: 20, reachable: 15 };
  const text = textOf(<RecommendationModelsCard models={models} coverage={coverage} />);
  expect(text).toContain(expected);
  expect(text).toContain("Bought after a view");
  if (visits.gain) expect(text).toMatch(/nDCG changes by 0\.0\d+ ± 0\.0\d+/);
});

test("a shop without models sees what is shown until then", () => {
  const coverage = { offerable: 3, reachable: 0 };
  expect(textOf(<RecommendationModelsCard models={null} coverage={coverage} />)).toContain(
    "Until then, the newest products are recommended",
  );
});

test("a rule reads as a sentence with the name of its target", () => {
  const lists = ["new_for_you", "goes_with"] as const;
  const words = (action: Parameters<typeof describeRecommendationRule>[0]["action"], labels = {}) =>
    describeRecommendationRule(
      { action, target: { kind: "product", productId: "501" }, lists: [...lists] },
      labels,
      { text: TEXT, format: createFormat("en-US", "UTC") },
    );
  expect(words({ kind: "pin" }, { "product/501": "Cedar tray" })).toBe(
    "Show Cedar tray first in New for the customer and Goes well with",
  );
  expect(words({ kind: "boost", strength: 0.5 })).toBe(
    "Move a deleted product up by 50% in New for the customer and Goes well with",
  );
});

test("a reason says often only for one buyer in ten or more, and counts one customer in the singular", () => {
  const goesWith = { kind: "goes_with", productId: "1", title: null, sharedBuyers: 1 } as const;
  expect(describePickReason({ ...goesWith, share: 0.09 }, TEXT)).toBe(
    "Bought with a deleted product: 1 customer bought both",
  );
  expect(describePickReason({ ...goesWith, share: 0.1 }, TEXT)).toMatch(/^Often bought with/);
});

test("a repeat purchase is explained by its own orders, last date and usual gap", () => {
  const before = { kind: "bought_before", orders: 3, againRate: 0.4 } as const;
  const describe = (lastDays: number | null, usualDays: number | null) =>
    describePickReason({ ...before, lastDays, usualDays }, TEXT);
  expect(describe(36, 41)).toBe(
    "Bought 3 times, last 5 weeks ago; customers usually buy it again after 6 weeks",
  );
  expect(describe(1, null)).toBe("Bought 3 times, last within the past week");
  expect(describe(null, null)).toBe("Bought 3 times before");
});

test("a preview shows how many customers are affected, and what changes", () => {
  const preview = {
    customers: 100,
    changed: 7,
    products: [{ productId: "501", title: "Cedar tray", before: 0, after: 7 }],
    examples: [],
  };
  const text = textOf(<RulesPreview preview={preview} />);
  expect(text).toContain("Of the last 100 customers who bought, 7 would see different products.");
  expect(text).toContain("Cedar tray 0 7");
  expect(textOf(<RulesPreview preview={{ ...preview, changed: 0, products: [] }} />)).toContain(
    "Nothing would change",
  );
});
