import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  MERCHANT_SETTING,
  drawByShares,
  OWN_VARIANT,
  productTrial,
  withoutSubject,
  withSubject,
  type VariantShare,
} from "~/experiments/optimization/experiment";

const sum = (arms: readonly VariantShare[]) => arms.reduce((all, { share }) => all + share, 0);

describe("drawByShares", () => {
  test("draws each arm as often as its share says, and the same for the same key", () => {
    const arms = productTrial("goes_with") ?? [];
    const drawn = new Map<string, number>();
    for (let n = 0; n < 20_000; n++) {
      const { arm } = drawByShares(arms, `shop|choice|${n}`);
      expect(drawByShares(arms, `shop|choice|${n}`).arm).toBe(arm);
      drawn.set(arm, (drawn.get(arm) ?? 0) + 1);
    }
    for (const { arm, share } of arms) {
      expect((drawn.get(arm) ?? 0) / 20_000).toBeCloseTo(share, 1);
    }
  });

  test("never draws an arm without a share", () => {
    const shares = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        shares.filter((all) => all.some((it) => it > 0)),
        fc.string(),
        (all, key) => {
          const total = all.reduce((a, b) => a + b, 0);
          const arms = all.map((it, n) => ({ arm: `a${n}`, text: null, share: it / total }));
          expect(drawByShares(arms, key).share).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe("a trial of lists", () => {
  test("tests only interchangeable lists with a small share", () => {
    const arms = productTrial("chosen_next") ?? [];
    expect(arms[0]).toEqual({ arm: OWN_VARIANT, text: null, share: 0.8 });
    expect(arms.map(({ arm }) => arm)).toEqual([OWN_VARIANT, "goes_with", "new_for_you"]);
    expect(sum(arms)).toBeCloseTo(1, 12);
    expect(productTrial("buy_again")).toBeNull();
  });
});

describe("the subjects of an email", () => {
  test("are tried alike when one is added, up to four, and give their share back when taken out", () => {
    const two = withSubject(MERCHANT_SETTING, "A second line") ?? [];
    expect(two.map(({ share }) => share)).toEqual([0.5, 0.5]);
    const four = withSubject(withSubject(two, "A third") ?? [], "A fourth") ?? [];
    expect(withSubject(four, "A fifth")).toBeNull();
    expect(new Set(four.map(({ arm }) => arm)).size).toBe(4);
    const three = withoutSubject(four, "line-3");
    expect(three.map(({ text }) => text)).toEqual([null, "A second line", "A fourth"]);
    expect(three[0]?.share).toBeCloseTo(0.5, 12);
    expect(sum(three)).toBeCloseTo(1, 12);
    expect(withoutSubject(three, OWN_VARIANT)).toEqual(three);
  });
});
