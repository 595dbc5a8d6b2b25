import { describe, expect, test } from "vitest";
import { textIn } from "~/i18n/text-in.server";
import { describeReasonIn } from "~/messages/merge/describe-reason";
import type { Reason } from "~/recommendations/recommendation";

const TITLES = new Map([["holder", "White hanging heart T-light holder"]]);
const of = { productId: "holder", title: null, sharedBuyers: 42, share: 0.2 };
const BOUGHT = { kind: "bought_before", orders: 3, againRate: 0.4 } as const;
const describeIn = (language: string, reason: Reason, titles = TITLES) =>
  describeReasonIn(textIn(language, "email"), reason, titles);

describe("why an email shows a product", () => {
  test.each<[string, Reason]>([
    ["Often bought with White hanging heart T-light holder", { kind: "goes_with", ...of }],
    [
      "50 customers chose this with White hanging heart T-light holder",
      { kind: "goes_with", ...of, sharedBuyers: 50 },
    ],
    ["Goes with your White hanging heart T-light holder", { kind: "because_you_bought", ...of }],
    ["Often chosen after White hanging heart T-light holder", { kind: "chosen_next", ...of }],
    [
      "Popular right now: 1,042 customers bought it within 90 days",
      { kind: "popular", buyers: 1042, windowDays: 90 },
    ],
    [
      "Popular in Candles",
      { kind: "popular_in_type", productType: "Candles", buyers: 49, windowDays: 90 },
    ],
    [
      "Popular in Candles: 50 customers bought it within 90 days",
      { kind: "popular_in_type", productType: "Candles", buyers: 50, windowDays: 90 },
    ],
    ["One of our newest", { kind: "newest" }],
    ["You’ve bought this before", { ...BOUGHT, lastDays: null, usualDays: null }],
    ["Bought within the past week", { ...BOUGHT, lastDays: 2, usualDays: null }],
    ["Bought 1 week ago", { ...BOUGHT, lastDays: 8, usualDays: null }],
    [
      "Bought 5 weeks ago, usually bought again after 6 weeks",
      { ...BOUGHT, lastDays: 36, usualDays: 41 },
    ],
    [
      "Bought 5 weeks ago, usually bought again after 1 week",
      { ...BOUGHT, lastDays: 36, usualDays: 2 },
    ],
  ])("is: %s", (sentence, reason) => {
    expect(describeIn("en", reason)).toBe(sentence);
  });

  test("says often only for one buyer in ten or more", () => {
    const rarely = { ...of, share: 0.09 };
    expect(describeIn("en", { kind: "goes_with", ...rarely })).toMatch(/^Goes well with White/);
    expect(describeIn("en", { kind: "chosen_next", ...rarely })).toMatch(
      /^A good choice after White/,
    );
  });

  test("uses the current title, else the stored one, else none", () => {
    const reason: Reason = { kind: "goes_with", ...of, title: "T-light holder" };
    expect(describeIn("en", reason)).toContain("White hanging heart");
    expect(describeIn("en", reason, new Map())).toBe("Often bought with T-light holder");
    expect(describeIn("en", { ...reason, title: null }, new Map())).toBe(
      "Goes well with what you chose",
    );
  });

  test("keeps a long title of several lines on one, with its count", () => {
    const title = `Tray\n ${"very ".repeat(40)}long`;
    const sentence = describeIn(
      "en",
      { kind: "goes_with", ...of, sharedBuyers: 1_042, title },
      new Map(),
    );
    expect(sentence.length).toBeLessThan(120);
    expect(sentence).toMatch(/^1,042 customers chose this with Tray very /);
  });

  test("says in each language when it was bought and is usually bought again", () => {
    const reason: Reason = { ...BOUGHT, lastDays: 21, usualDays: 42 };
    expect(
      ["de", "de-x-formal", "fr", "es", "ja", "ar"].map((language) => describeIn(language, reason)),
    ).toEqual([
      "Vor 3 Wochen gekauft, meist nach 6 Wochen wieder gekauft",
      "Vor 3 Wochen gekauft, meist nach 6 Wochen wieder gekauft",
      "Acheté il y a 3 semaines, racheté le plus souvent au bout de 6 semaines",
      "Comprado hace 3 semanas, y se suele volver a comprar tras 6 semanas",
      "3週間前にご購入・通常は約6週間後に再購入されています",
      "اشتريته قبل 3 أسابيع، ويُشترى مجددًا عادةً بعد 6 أسابيع",
    ]);
  });

  test("counts in the forms of the language", () => {
    const popular = (language: string, buyers: number) =>
      describeIn(language, { kind: "popular", buyers, windowDays: 90 });
    expect(popular("en", 49)).toBe("Popular right now");
    expect(popular("de", 1_042)).toBe(
      "Gerade beliebt: 1.042 Personen haben es in 90 Tagen gekauft",
    );
    expect([103, 111, 100].map((buyers) => popular("ar", buyers))).toEqual([
      "رائج الآن · اشتراه 103 عملاء خلال 90 يومًا",
      "رائج الآن · اشتراه 111 عميلًا خلال 90 يومًا",
      "رائج الآن · اشتراه 100 عميل خلال 90 يومًا",
    ]);
  });
});
