import { describe, expect, test } from "vitest";
import { describePickReason } from "~/recommendations/describe-reason";
import type { Reason } from "~/recommendations/recommendation";

const TITLES = new Map([["holder", "White hanging heart T-light holder"]]);
const of = { productId: "holder", title: null, sharedBuyers: 42, share: 0.2 };

describe("describeReason", () => {
  test.each<[string, Reason]>([
    [
      "Often bought with White hanging heart T-light holder: 42 customers had both",
      { kind: "goes_with", ...of },
    ],
    [
      "Because you bought White hanging heart T-light holder: 42 customers had both",
      { kind: "because_you_bought", ...of },
    ],
    [
      "Often chosen next after White hanging heart T-light holder: 42 customers bought it in a later order",
      { kind: "chosen_next", ...of },
    ],
    [
      "Popular: 1,042 customers bought it within 90 days",
      { kind: "popular", buyers: 1042, windowDays: 90 },
    ],
    [
      "Popular in Candles: 5 customers bought it within 90 days",
      { kind: "popular_in_type", productType: "Candles", buyers: 5, windowDays: 90 },
    ],
    ["New in the store", { kind: "newest" }],
  ])("returns: %s", (sentence, reason) => {
    expect(describePickReason(reason, TITLES)).toBe(sentence);
  });

  test("says often only for one buyer in ten or more", () => {
    const rarely = { ...of, share: 0.09 };
    expect(describePickReason({ kind: "goes_with", ...rarely }, TITLES)).toMatch(
      /^Bought with White/,
    );
    expect(describePickReason({ kind: "chosen_next", ...rarely }, TITLES)).toMatch(/^Chosen after/);
  });

  test("uses the current title, else the stored one, else none", () => {
    const reason: Reason = { kind: "goes_with", ...of, title: "T-light holder" };
    expect(describePickReason(reason, TITLES)).toContain("White hanging heart");
    expect(describePickReason(reason, new Map())).toContain("with T-light holder:");
    expect(describePickReason({ ...reason, title: null }, new Map())).toContain(
      "with a product you chose:",
    );
  });

  test("counts one customer in the singular", () => {
    expect(describePickReason({ kind: "popular", buyers: 1, windowDays: 90 }, TITLES)).toBe(
      "Popular: 1 customer bought it within 90 days",
    );
  });

  test("cuts a long title at a word and keeps the counts", () => {
    const title = `Tray ${"very ".repeat(40)}long`;
    const sentence = describePickReason({ kind: "goes_with", ...of, title }, new Map());
    expect(sentence.length).toBeLessThan(120);
    expect(sentence).toMatch(/very…: 42 customers had both$/);
  });

  test("keeps a title of several lines on one", () => {
    const sentence = describePickReason(
      { kind: "goes_with", ...of, title: "Tray\n large" },
      new Map(),
    );
    expect(sentence).toContain("with Tray large:");
  });
});
