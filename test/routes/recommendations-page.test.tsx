import { expect, test } from "vitest";
import { ListCard } from "~/routes/app.recommendations/list-card";
import { RecommendationModelsCard } from "~/routes/app.recommendations/models-card";
import { ruleWords } from "~/routes/app.recommendations/rule-words";
import { RulesPreview } from "~/routes/app.recommendations/rules-preview";
import { htmlOf, textOf } from "../support/render-page";

const pick = {
  productId: "501",
  title: "Cedar tray",
  vendor: "Kettle & Co",
  imageUrl: null,
  priceMinor: 12_00,
  score: 2.5,
  parts: [
    { source: "item_knn", label: "what the same customers bought", score: 3 },
    { source: "popularity", label: "what sells best", score: -0.5 },
  ],
  reason: "Often bought with Teapot: 12 customers had both",
  isPinned: true,
} as const;

test("a recommendation shows its score, the parts that add up to it, and the sentence in the email", () => {
  const list = { list: "goes_with", source: "goes_with", picks: [pick] } as const;
  const text = textOf(<ListCard list={list} currency="GBP" />);
  expect(text).toContain("Score 2.50");
  expect(text).toContain("what the same customers bought 3.00");
  expect(text).toContain("what sells best −0.500");
  expect(text).toContain("Often bought with Teapot: 12 customers had both");
  expect(text).toContain("Pinned");
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
    "the whole of it is filled with the newest products",
  );
  const empty = { list: "buy_again", source: null, picks: [] } as const;
  expect(textOf(<ListCard list={empty} currency="GBP" />)).toContain(
    "an email would leave this block out",
  );
});

test("the contributions of the models add up, and negative ones are named", () => {
  const choice = {
    list: "new_for_you",
    chosen: "blend",
    customers: 100,
    contenders: [],
    words: "Measured on 100 purchases.",
    weights: [
      { source: "item_knn", label: "what the same customers bought", share: 2, log: 1 },
      { source: "popularity", label: "what sells best", share: -1, log: 0 },
    ],
  } as const;
  const retainedBecause = "What was learned before stays in use.";
  const models = { customers: 10, products: 20, choices: [choice], retainedBecause };
  const coverage = { offerable: 20, reachable: 15 };
  const text = textOf(<RecommendationModelsCard models={models} coverage={coverage} />);
  expect(text).toMatch(/what the same customers bought 75 %/);
  expect(text).toMatch(/what sells best \(counts against\) 25 %/);
  expect(text).toContain(retainedBecause);
});

test("a shop without models sees what is shown until then", () => {
  const coverage = { offerable: 3, reachable: 0 };
  expect(textOf(<RecommendationModelsCard models={null} coverage={coverage} />)).toContain(
    "Until then the newest products are shown",
  );
});

test("a rule reads as a sentence with the name of its target", () => {
  const lists = ["new_for_you", "goes_with"] as const;
  const words = (action: Parameters<typeof ruleWords>[0]["action"], labels = {}) =>
    ruleWords({ action, target: { kind: "product", productId: "501" }, lists: [...lists] }, labels);
  expect(words({ kind: "pin" }, { "product/501": "Cedar tray" })).toBe(
    "Show Cedar tray first in New for them, Goes with it",
  );
  expect(words({ kind: "boost", strength: 0.5 })).toBe(
    "Move product 501 up by 50 % in New for them, Goes with it",
  );
});

test("a preview shows how many customers are affected, and what changes", () => {
  const preview = {
    customers: 100,
    changed: 7,
    products: [{ productId: "501", title: "Cedar tray", before: 0, after: 7 }],
    examples: [],
  };
  const text = textOf(<RulesPreview preview={preview} />);
  expect(text).toContain("shown to 7 of the 100 customers looked at");
  expect(text).toContain("Cedar tray 0 7");
  expect(textOf(<RulesPreview preview={{ ...preview, changed: 0, products: [] }} />)).toContain(
    "Nothing would change",
  );
});
