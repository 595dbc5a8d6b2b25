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

const sum = (variants: readonly VariantShare[]) =>
  variants.reduce((all, { share }) => all + share, 0);

describe("drawByShares", () => {
  test("draws each variant in proportion to its share, deterministically per key", () => {
    const variants = productTrial("goes_with") ?? [];
    const drawn = new Map<string, number>();
    for (let n = 0; n < 20_000; n++) {
      const { variant } = drawByShares(variants, `shop|experiment|${n}`);
      expect(drawByShares(variants, `shop|experiment|${n}`).variant).toBe(variant);
      drawn.set(variant, (drawn.get(variant) ?? 0) + 1);
    }
    for (const { variant, share } of variants) {
      expect((drawn.get(variant) ?? 0) / 20_000).toBeCloseTo(share, 1);
    }
  });

  test("never draws a variant without a share", () => {
    const shares = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        shares.filter((all) => all.some((it) => it > 0)),
        fc.string(),
        (all, key) => {
          const total = all.reduce((a, b) => a + b, 0);
          const variants = all.map((it, n) => ({
            variant: `a${n}`,
            text: null,
            share: it / total,
          }));
          expect(drawByShares(variants, key).share).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe("a test of product lists", () => {
  test("tests only interchangeable lists with a small share", () => {
    const variants = productTrial("chosen_next") ?? [];
    expect(variants[0]).toEqual({ variant: OWN_VARIANT, text: null, share: 0.8 });
    expect(variants.map(({ variant }) => variant)).toEqual([
      OWN_VARIANT,
      "goes_with",
      "new_for_you",
    ]);
    expect(sum(variants)).toBeCloseTo(1, 12);
    expect(productTrial("buy_again")).toBeNull();
  });
});

describe("the subjects of an email", () => {
  test("get equal shares when one is added, up to five, and release their share when removed", () => {
    const two = withSubject(MERCHANT_SETTING, "A second line") ?? [];
    expect(two.map(({ share }) => share)).toEqual([0.5, 0.5]);
    const four = withSubject(withSubject(two, "A third") ?? [], "A fourth") ?? [];
    expect(withSubject(withSubject(four, "A fifth") ?? [], "A sixth")).toBeNull();
    expect(new Set(four.map(({ variant }) => variant)).size).toBe(4);
    const three = withoutSubject(four, "line-3");
    expect(three.map(({ text }) => text)).toEqual([null, "A second line", "A fourth"]);
    expect(three[0]?.share).toBeCloseTo(0.5, 12);
    expect(sum(three)).toBeCloseTo(1, 12);
    expect(withoutSubject(three, OWN_VARIANT)).toEqual(three);
  });
});
