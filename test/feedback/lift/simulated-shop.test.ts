import { describe, expect, test } from "vitest";
import { drawArm } from "~/experiments/draw-arm";
import { measureLift, type LiftCounts } from "~/feedback/lift/lift";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";

/**
 * A shop whose customers' true response is known: each has a chance of their own to order without
 * a mail, and a mail of any flow adds the same to it. Arms are drawn as the app draws them.
 */
interface TrueShop {
  readonly name: string;
  readonly effect: number;
  readonly flows: readonly { readonly key: string; readonly holdoutRate: number }[];
  readonly people: number;
  /** Whoever is left alone goes missing from the count with this chance: a fault. */
  readonly lostRate?: number;
}

const FLOWS = [
  { key: "abandoned-checkout", holdoutRate: 0.3 },
  { key: "cross-sell", holdoutRate: 0.5 },
];

function live({ name, effect, flows, people, lostRate = 0 }: TrueShop, random: RandomNumbers) {
  return flows.map(({ key, holdoutRate }): LiftCounts => {
    const arms = {
      treated: { people: 0, ordered: 0 },
      holdout: { people: 0, ordered: 0 },
    };
    for (let i = 0; i < people; i++) {
      const profileId = `c${i}`;
      const arm = drawArm({ shopId: name, experimentKey: key, profileId, holdoutRate });
      if (arm === "holdout" && random.nextFloat() < lostRate) continue;
      const alone = 0.02 + 0.08 * random.nextFloat();
      const orders = random.nextFloat() < alone + (arm === "treated" ? effect : 0);
      arms[arm].people += 1;
      if (orders) arms[arm].ordered += 1;
    }
    return { ...arms, holdoutRate };
  });
}

const SHOPS = 200;

/** What is said of many shops of one sort. */
function judge(shop: Omit<TrueShop, "name">, seed: number) {
  const random = createRandomNumbers(seed);
  return Array.from({ length: SHOPS }, (_, i) =>
    measureLift(live({ ...shop, name: `shop-${seed}-${i}` }, random)),
  );
}

const shareOf = (count: number) => count / SHOPS;

describe("of shops whose truth is known", () => {
  test.each([
    ["no effect", 0, 1],
    ["an effect of three in a hundred", 0.03, 2],
    ["an effect that harms", -0.015, 3],
  ])("with %s, 95 of 100 intervals hold it", (_what, effect, seed) => {
    const said = judge({ effect, flows: FLOWS, people: 2_000 }, seed);
    const measured = said.filter((lift) => lift.kind === "measured");
    expect(measured.length).toBe(SHOPS);
    const held = measured.filter(({ low, high }) => low <= effect && effect <= high).length;
    // Of 200 true 95 % intervals, 182 or fewer hold in one of a hundred series.
    expect(shareOf(held)).toBeGreaterThan(0.91);
    expect(shareOf(held)).toBeLessThan(0.99);
  });

  test("a small shop is told that there is not enough data, and how much is missing", () => {
    const said = judge({ effect: 0.03, flows: FLOWS, people: 200 }, 4);
    for (const lift of said) {
      expect(lift.kind).toBe("not_enough_data");
      if (lift.kind === "not_enough_data") expect(lift.peopleNeeded).toBeGreaterThan(500);
    }
  });

  test("people who go missing from one arm are noticed, and else there is no alarm", () => {
    const alarms = (lostRate: number, seed: number) =>
      judge({ effect: 0.03, flows: FLOWS, people: 2_000, lostRate }, seed).filter(
        ({ kind }) => kind === "unbalanced",
      ).length;
    expect(shareOf(alarms(0.3, 5))).toBeGreaterThan(0.99);
    expect(shareOf(alarms(0, 6))).toBeLessThan(0.01);
  });
});
