import { describe, expect, test } from "vitest";
import { drawHoldoutVariant } from "~/experiments/draw-holdout";
import { measureLift } from "~/feedback/lift/lift";
import { measureRevenueLift, type MoneyCounts } from "~/feedback/lift/revenue-lift";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";

/**
 * A shop with a known truth: each customer has an individual probability to order without email, and any flow email
 * adds a constant. Order values are log-normal: most are small, a few ten times as large. Variants are drawn as in
 * the app.
 */
interface TrueShop {
  readonly name: string;
  readonly effect: number;
  readonly flows: readonly { readonly key: string; readonly holdoutRate: number }[];
  readonly people: number;
  /** Probability that a holdout member goes missing from the count: a bug. */
  readonly lostRate?: number;
}

const FLOWS = [
  { key: "abandoned-checkout", holdoutRate: 0.3 },
  { key: "cross-sell", holdoutRate: 0.5 },
];

function live({ name, effect, flows, people, lostRate = 0 }: TrueShop, random: RandomNumbers) {
  return flows.map(({ key, holdoutRate }): MoneyCounts => {
    const variants = { treated: { ...EMPTY_GROUP }, holdout: { ...EMPTY_GROUP } };
    for (let i = 0; i < people; i++) {
      const profileId = profileIdOfCustomer(String(i));
      const variant = drawHoldoutVariant({
        shopId: name,
        experimentKey: key,
        profileId,
        holdoutRate,
      });
      if (variant === "holdout" && random.nextFloat() < lostRate) continue;
      const alone = 0.02 + 0.08 * random.nextFloat();
      const orders = random.nextFloat() < alone + (variant === "treated" ? effect : 0);
      variants[variant].people += 1;
      if (!orders) continue;
      const minor = Math.round(BASKET_MINOR * Math.exp(BASKET_SPREAD * nextNormal(random)));
      variants[variant].ordered += 1;
      variants[variant].netMinor += minor;
      variants[variant].netSquares += minor ** 2;
    }
    return { ...variants, holdoutRate };
  });
}

const EMPTY_GROUP = { people: 0, ordered: 0, netMinor: 0, netSquares: 0 };
/** The median order value, and the standard deviation of its logarithm. */
const BASKET_MINOR = 40_00;
const BASKET_SPREAD = 0.8;
const MEAN_BASKET_MINOR = BASKET_MINOR * Math.exp(BASKET_SPREAD ** 2 / 2);

/** Box-Muller method in polar form. */
const nextNormal = (random: RandomNumbers) =>
  Math.sqrt(-2 * Math.log(1 - random.nextFloat())) * Math.cos(2 * Math.PI * random.nextFloat());

const SHOPS = 200;

/** Many shops of one kind. */
function liveMany(shop: Omit<TrueShop, "name">, seed: number) {
  const random = createRandomNumbers(seed);
  return Array.from({ length: SHOPS }, (_, i) =>
    live({ ...shop, name: `shop-${seed}-${i}` }, random),
  );
}

const judge = (shop: Omit<TrueShop, "name">, seed: number) =>
  liveMany(shop, seed).map((flows) => measureLift(flows));

const shareOf = (count: number) => count / SHOPS;

describe("in shops with a known truth", () => {
  test.each([
    ["no effect", 0, 1],
    ["an effect of three in a hundred", 0.03, 2],
    ["an effect that harms", -0.015, 3],
  ])("95 of 100 intervals contain it with %s", (_what, effect, seed) => {
    const said = judge({ effect, flows: FLOWS, people: 2_000 }, seed);
    const measured = said.filter((lift) => lift.kind === "measured");
    expect(measured.length).toBe(SHOPS);
    const held = measured.filter(({ low, high }) => low <= effect && effect <= high).length;
    // Of 200 true 95% intervals, 182 or fewer contain the truth in one of a hundred runs.
    expect(shareOf(held)).toBeGreaterThan(0.91);
    expect(shareOf(held)).toBeLessThan(0.99);
  });

  const FEW_ALONE = [{ key: "abandoned-checkout", holdoutRate: 0.2 }];
  test.each([
    ["no effect", 0, FLOWS, 3_500, 11],
    ["an effect of three in a hundred", 0.03, FLOWS, 3_500, 12],
    ["an effect that harms", -0.015, FLOWS, 3_500, 13],
    ["few who are left alone", 0.02, FEW_ALONE, 9_000, 14],
  ])(
    "95 of 100 ranges of incremental revenue contain it with %s",
    (_what, effect, flows, people, seed) => {
      const said = liveMany({ effect, flows, people }, seed).flatMap((shop) => {
        const emailed = shop.reduce((sum, { treated }) => sum + treated.people, 0);
        const lift = measureRevenueLift(shop);
        return lift.kind === "measured"
          ? [{ ...lift, truth: emailed * effect * MEAN_BASKET_MINOR }]
          : [];
      });
      // One shop in a thousand looks unbalanced by chance.
      expect(said.length).toBeGreaterThan(SHOPS - 4);
      const held = said.filter(
        ({ lowMinor, highMinor, truth }) => lowMinor <= truth && truth <= highMinor,
      );
      expect(held.length / said.length).toBeGreaterThan(0.91);
      expect(held.length / said.length).toBeLessThan(0.99);
    },
  );

  test("reports to a small shop how much data is missing", () => {
    const said = judge({ effect: 0.03, flows: FLOWS, people: 200 }, 4);
    for (const lift of said) {
      expect(lift.kind).toBe("not_enough_data");
      if (lift.kind === "not_enough_data") expect(lift.peopleNeeded).toBeGreaterThan(500);
    }
  });

  test("reports missing people in one variant, and raises no other alarm", () => {
    const alarms = (lostRate: number, seed: number) =>
      judge({ effect: 0.03, flows: FLOWS, people: 2_000, lostRate }, seed).filter(
        ({ kind }) => kind === "unbalanced",
      ).length;
    expect(shareOf(alarms(0.3, 5))).toBeGreaterThan(0.99);
    expect(shareOf(alarms(0, 6))).toBeLessThan(0.01);
  });
});
