import { describe, expect, test } from "vitest";
import { textIn } from "~/i18n/text-in.server";
import { describeReasonIn } from "~/messages/merge/describe-reason";
import type { Reason } from "~/recommendations/recommendation";

const TITLES = new Map([["holder", "White hanging heart T-light holder"]]);
const of = { productId: "holder", title: null, sharedBuyers: 42, share: 0.2 };
const describeIn = (language: string, reason: Reason, titles = TITLES) =>
  describeReasonIn(textIn(language, "email"), reason, titles);

describe("why an email shows a product", () => {
  test.each<[string, Reason]>([
    [
      "Often bought with White hanging heart T-light holder: 42 customers bought both",
      { kind: "goes_with", ...of },
    ],
    [
      "Because you bought White hanging heart T-light holder: 42 customers bought both",
      { kind: "because_you_bought", ...of },
    ],
    [
      "Often bought after White hanging heart T-light holder: 42 customers came back for it",
      { kind: "chosen_next", ...of },
    ],
    [
      "Popular right now: 1,042 customers bought it within 90 days",
      { kind: "popular", buyers: 1042, windowDays: 90 },
    ],
    [
      "Popular in Candles: 5 customers bought it within 90 days",
      { kind: "popular_in_type", productType: "Candles", buyers: 5, windowDays: 90 },
    ],
    ["New in the store", { kind: "newest" }],
  ])("is: %s", (sentence, reason) => {
    expect(describeIn("en", reason)).toBe(sentence);
  });

  test("says often only for one buyer in ten or more", () => {
    const rarely = { ...of, share: 0.09 };
    expect(describeIn("en", { kind: "goes_with", ...rarely })).toMatch(/^Bought with White/);
    expect(describeIn("en", { kind: "chosen_next", ...rarely })).toMatch(/^Bought after White/);
  });

  test("uses the current title, else the stored one, else none", () => {
    const reason: Reason = { kind: "goes_with", ...of, title: "T-light holder" };
    expect(describeIn("en", reason)).toContain("White hanging heart");
    expect(describeIn("en", reason, new Map())).toContain("with T-light holder:");
    expect(describeIn("en", { ...reason, title: null }, new Map())).toBe(
      "Goes well with what you chose",
    );
  });

  test("keeps a long title of several lines on one, with its counts", () => {
    const title = `Tray\n ${"very ".repeat(40)}long`;
    const sentence = describeIn("en", { kind: "goes_with", ...of, title }, new Map());
    expect(sentence.length).toBeLessThan(120);
    expect(sentence).toMatch(/^Often bought with Tray very .*: 42 customers bought both$/);
  });

  test("counts in the forms of the language", () => {
    const popular = (language: string, buyers: number) =>
      describeIn(language, { kind: "popular", buyers, windowDays: 90 });
    expect(popular("en", 1)).toBe("Popular right now: 1 customer bought it within 90 days");
    expect(popular("de", 1)).toBe("Gerade beliebt: 1 Person hat es in 90 Tagen gekauft");
    expect([2, 3, 11, 100].map((buyers) => popular("ar", buyers))).toEqual([
      "رائج الآن · اشتراه عميلان خلال 90 يومًا",
      "رائج الآن · اشتراه 3 عملاء خلال 90 يومًا",
      "رائج الآن · اشتراه 11 عميلًا خلال 90 يومًا",
      "رائج الآن · اشتراه 100 عميل خلال 90 يومًا",
    ]);
  });
});
