import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  drawHoldoutVariant,
  isInBaseline,
  isInShopHoldout,
  unitHash,
} from "~/experiments/draw-holdout";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";

const PROFILES = 20_000;
const draw = (profileId: ProfileId, holdoutRate: number, experimentKey = "flow/a") =>
  drawHoldoutVariant({ shopId: "kettle.myshopify.com", experimentKey, profileId, holdoutRate });
const profileIds = Array.from({ length: PROFILES }, (_, i) =>
  profileIdOfCustomer(String(7_000_000_000_000 + i)),
);

const PROFILE_ID = fc.string().map(profileIdOfCustomer);

describe("drawHoldoutVariant", () => {
  test("draws the same variant each time", () => {
    fc.assert(fc.property(PROFILE_ID, (id) => draw(id, 0.3) === draw(id, 0.3)));
  });

  test.each([0, 0.05, 0.2, 0.5, 1])(
    "holds out a share of %d, within four standard errors",
    (rate) => {
      const heldOut = profileIds.filter((id) => draw(id, rate) === "holdout").length;
      const slack = 4 * Math.sqrt(PROFILES * rate * (1 - rate));
      expect(Math.abs(heldOut - PROFILES * rate)).toBeLessThanOrEqual(slack);
    },
  );

  test("keeps the holdout when the rate grows", () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(PROFILE_ID, rate, rate, (id, a, b) => {
        const [lower, higher] = a < b ? [a, b] : [b, a];
        return draw(id, lower) !== "holdout" || draw(id, higher) === "holdout";
      }),
    );
  });

  test("draws independently in two experiments", () => {
    const both = profileIds.filter(
      (id) => draw(id, 0.5, "flow/a") === "holdout" && draw(id, 0.5, "flow/b") === "holdout",
    ).length;
    expect(Math.abs(both - PROFILES / 4)).toBeLessThan(4 * Math.sqrt((PROFILES * 3) / 16));
  });
});

describe("unitHash", () => {
  test("spreads consecutive ids evenly: chi-squared over 100 bins stays below its 99.99% point", () => {
    const counts = new Array<number>(100).fill(0);
    for (const id of profileIds) counts[Math.floor(unitHash(id) * 100)]! += 1;
    const expected = PROFILES / 100;
    const chiSquared = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(161.3);
  });

  test("stays in [0, 1) for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const at = unitHash(text);
        return at >= 0 && at < 1;
      }),
    );
  });

  test("keeps its values, since a change would reassign people", () => {
    expect(["", "a", "kettle.myshopify.com|flow/a|c1"].map((text) => unitHash(text)))
      .toMatchInlineSnapshot(`
      [
        0.6689221884589642,
        0.5699745507445186,
        0.5317850962746888,
      ]
    `);
  });
});

describe("isInShopHoldout", () => {
  const isHeldOut = (profileId: ProfileId, rate = 0.1) =>
    isInShopHoldout("kettle.myshopify.com", profileId, rate);

  test("holds out the requested share", () => {
    const slack = 4 * Math.sqrt(PROFILES * 0.09);
    const heldOut = profileIds.filter((id) => isHeldOut(id)).length;
    expect(Math.abs(heldOut - PROFILES / 10)).toBeLessThanOrEqual(slack);
    expect(profileIds.some((id) => isHeldOut(id, 0))).toBe(false);
  });

  test("is drawn independently of each flow's own holdout", () => {
    const both = profileIds.filter((id) => isHeldOut(id, 0.5) && draw(id, 0.5) === "holdout");
    expect(Math.abs(both.length - PROFILES / 4)).toBeLessThan(4 * Math.sqrt((PROFILES * 3) / 16));
  });
});

describe("isInBaseline", () => {
  test("takes the requested share, independently of the shop holdout", () => {
    const isUsual = (id: ProfileId) => isInBaseline("kettle.myshopify.com", id, 0.1);
    const isHeldOut = (id: ProfileId) => isInShopHoldout("kettle.myshopify.com", id, 0.2);
    const near = (count: number, share: number) =>
      Math.abs(count - PROFILES * share) <= 4 * Math.sqrt(PROFILES * share);
    expect(near(profileIds.filter(isUsual).length, 0.1)).toBe(true);
    expect(near(profileIds.filter((id) => isUsual(id) && isHeldOut(id)).length, 0.02)).toBe(true);
  });
});
