import { describe, expect, test } from "vitest";
import { drawCustomers, drawOrder, orderChance, reactionTo } from "./laws/customer-law";
import { draw, factorOf, normalOf } from "./laws/draws";
import {
  FATIGUE_RANGES,
  FREQUENCY_KINDS,
  FREQUENCY_SIZES,
  KIND_RANGES,
  RANGES,
  RESPONSES,
} from "./laws/ranges";
import { ACCEPTANCE_SEEDS, TUNING_SEEDS } from "./laws/seeds";
import { drawShopLaw, type ShopLaw } from "./laws/shop-law";

const ALL = [...TUNING_SEEDS, ...ACCEPTANCE_SEEDS].map(drawShopLaw);
const TUNING = TUNING_SEEDS.map(drawShopLaw);
const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
const isWithin = (value: number, [from, to]: readonly [number, number]) =>
  value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9);

describe("draws", () => {
  const many = Array.from({ length: 20_000 }, (_, n) => n);

  test("depend on their key only", () => {
    expect(draw(7, 3, 20, "clicks", 1)).toBe(draw(7, 3, 20, "clicks", 1));
    const others = [
      draw(8, 3, 20, "clicks", 1),
      draw(7, 4, 20, "clicks", 1),
      draw(7, 3, 21, "clicks", 1),
      draw(7, 3, 20, "buys", 1),
      draw(7, 3, 20, "clicks", 2),
    ];
    expect(new Set([...others, draw(7, 3, 20, "clicks", 1)]).size).toBe(6);
  });

  test.each([
    ["seeds", (n: number) => draw(n, 1, 1, "order")],
    ["customers", (n: number) => draw(1, n, 1, "order")],
    ["days", (n: number) => draw(1, 1, n, "order")],
  ])("are uniform over %s, and independent of each other", (_, at) => {
    const values = many.map(at);
    const tenths = Array.from({ length: 10 }, (_, tenth) =>
      values.filter((it) => Math.floor(it * 10) === tenth),
    );
    // A tenth of 20,000 draws has 2,000 ± 42; a deviation of five times that never happens.
    for (const tenth of tenths) expect(Math.abs(tenth.length - 2_000)).toBeLessThan(210);
    const products = values.slice(1).map((it, n) => (it - 0.5) * (values[n]! - 0.5) * 12);
    expect(Math.abs(mean(products))).toBeLessThan(0.035);
  });

  test("give normal numbers, and factors of mean 1", () => {
    const normals = many.map((n) => normalOf(draw(2, n, 0, "rate")));
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((it) => it ** 2))).toBeCloseTo(1, 1);
    expect(mean(many.map((n) => factorOf(draw(2, n, 0, "rate"), 0.7)))).toBeCloseTo(1, 1);
  });
});

describe("simulated shops", () => {
  test("for acceptance are a hundred, and none of them is used for tuning", () => {
    expect(new Set(ACCEPTANCE_SEEDS).size).toBe(100);
    expect(ACCEPTANCE_SEEDS.filter((seed) => TUNING_SEEDS.includes(seed))).toEqual([]);
  });

  test.each([
    ["tuning", TUNING_SEEDS],
    ["acceptance", ACCEPTANCE_SEEDS],
  ])("of the %s set include each kind and size, with and without fatigue", (_, seeds) => {
    const mixtures = seeds
      .map(drawShopLaw)
      .map(({ kind, size, fatigue }) => `${kind} ${size} ${fatigue !== null}`);
    expect(new Set(mixtures).size).toBe(FREQUENCY_KINDS.length * FREQUENCY_SIZES.length * 2);
  });

  test("are within the ranges", () => {
    expect(ALL.flatMap(offensesOf)).toEqual([]);
  });

  function offensesOf(law: ShopLaw) {
    const own = KIND_RANGES[law.kind];
    const { fatigue } = law;
    const drawn: (readonly [number, readonly [number, number]])[] = [
      [law.customers, [RANGES.customers[law.size][0] - 1, RANGES.customers[law.size][1] + 1]],
      [law.ordersPer28Days, own.ordersPer28Days],
      [law.meanSteps, own.meanSteps],
      [law.checkoutsPerOrder, own.checkoutsPerOrder],
      [law.hazard, RANGES.hazard],
      [law.campaignsPerWeek, fatigue ? FATIGUE_RANGES.campaignsPerWeek : RANGES.campaignsPerWeek],
      [law.responses.checkout.buys, RESPONSES.checkout.buys],
    ];
    const offenses = drawn.filter(([value, range]) => !isWithin(value, range));
    const isInDozens = law.unitsStep === (law.kind === "wholesale" ? 12 : 1);
    const isTiring = fatigue === null || fatigue.hazardGrowth > 0 || fatigue.responseDecay > 0;
    return isInDozens && isTiring ? offenses : [...offenses, [law.seed] as const];
  }
});

describe("simulated customers", () => {
  const DAYS = 180;

  /** Orders in 28 days and the share of repeat orders, for a shop without email. */
  function live(law: ShopLaw) {
    let orders = 0;
    let weeks = 0;
    const netMinor: number[] = [];
    const buyers = drawCustomers(law, DAYS).map((person) => {
      let [lastOrderDay, lastOrderShare, isAway, own] = [person.lastOrderDay, 1, person.isAway, 0];
      for (let day = Math.max(0, person.joinsOn); day < DAYS; day++) {
        const state = { ...rested, lastOrderDay, lastOrderShare, isAway };
        weeks += 1 / 28;
        const chance = orderChance(law, person, state, day);
        if (draw(law.seed, person.customer, day, "order") >= chance) continue;
        const order = drawOrder(law, person, day, 0);
        [lastOrderDay, lastOrderShare, isAway] = [day, order.share, order.isLast];
        netMinor.push(order.netMinor);
        own += 1;
      }
      orders += own;
      return own;
    });
    const once = buyers.filter((it) => it > 0).length;
    const again = buyers.filter((it) => it > 1).length;
    return { per28Days: orders / weeks, repeat: again / once, netMinor: mean(netMinor) };
  }

  test("order at realistic rates, and buyers of consumables reorder", () => {
    const byKind = new Map(
      FREQUENCY_KINDS.map((kind) => {
        const lives = TUNING.filter((law) => law.kind === kind && law.size === "small").map(live);
        return [
          kind,
          {
            rate: mean(lives.map((it) => it.per28Days)),
            repeat: mean(lives.map((it) => it.repeat)),
          },
        ];
      }),
    );
    for (const kind of ["gifts", "fashion"] as const) {
      expect(byKind.get(kind)!.rate).toBeGreaterThan(0.04);
      expect(byKind.get(kind)!.rate).toBeLessThan(0.2);
      expect(byKind.get(kind)!.repeat).toBeGreaterThan(0.1);
      expect(byKind.get(kind)!.repeat).toBeLessThan(0.45);
    }
    for (const kind of ["consumables", "wholesale"] as const) {
      expect(byKind.get(kind)!.rate).toBeGreaterThan(0.15);
      expect(byKind.get(kind)!.rate).toBeLessThan(0.7);
      expect(byKind.get(kind)!.repeat).toBeGreaterThan(0.4);
    }
  });

  test("of a wholesaler order by the dozen", () => {
    const law = TUNING.find(({ kind }) => kind === "wholesale")!;
    const orders = drawCustomers(law, DAYS).map((person) => drawOrder(law, person, 9, 0));
    expect(orders.every(({ units }) => units > 0 && units % 12 === 0)).toBe(true);
  });

  test("return the configured share", () => {
    const law = { ...TUNING.find(({ kind }) => kind === "fashion")!, valueSpread: 0 };
    const people = drawCustomers(law, DAYS);
    const orders = people.flatMap((person) =>
      [1, 2, 3].map((day) => drawOrder(law, person, day, 0)),
    );
    const gross = orders.map(({ units }) => units * law.unitPriceMinor);
    expect(mean(orders.map((it) => it.netMinor)) / mean(gross)).toBeCloseTo(1 - law.returnShare, 1);
  });

  test("buy by seasons that average to one over a year", () => {
    for (const law of TUNING) {
      expect(law.seasonByDay.length).toBe(365);
      expect(mean(law.seasonByDay)).toBeCloseTo(1, 2);
    }
  });

  const CAMPAIGN = { kind: "campaign", day: 10 } as const;
  const rested = {
    lastOrderDay: null,
    lastOrderShare: 1,
    isAway: false,
    hasLeft: false,
    recentMessages: 0,
    lastEngagedDay: null,
    isWaiting: false,
  };
  const emailedOften = { ...rested, recentMessages: 16 };

  test("show email fatigue only as configured for their shop", () => {
    for (const law of TUNING) {
      const [person] = drawCustomers(law, DAYS);
      const before = reactionTo(law, person!, rested, CAMPAIGN);
      const after = reactionTo(law, person!, emailedOften, CAMPAIGN);
      if (law.fatigue === null) {
        expect(after).toEqual(before);
        continue;
      }
      expect(after.leaves > before.leaves).toBe(law.fatigue.hazardGrowth > 0);
      expect(after.buys < before.buys).toBe(law.fatigue.responseDecay > 0);
      expect(after.clicks < before.clicks).toBe(law.fatigue.responseDecay > 0);
      const orders = (state: typeof rested) => orderChance(law, person!, state, 10);
      expect(orders(emailedOften) < orders(rested)).toBe(law.fatigue.orderDecay > 0);
    }
  });

  test("respond most to requested email, and unsubscribe at ordinary rates", () => {
    for (const law of TUNING) {
      const people = drawCustomers(law, DAYS);
      const reactions = (kind: "campaign" | "requested" | "checkout") =>
        people.map((person) => reactionTo(law, person, rested, { kind, day: 10 }));
      const buys = (kind: Parameters<typeof reactions>[0]) =>
        mean(reactions(kind).map((it) => it.buys));
      expect(buys("requested")).toBeGreaterThan(10 * buys("campaign"));
      expect(buys("checkout")).toBeGreaterThan(5 * buys("campaign"));
      const leaves = mean(reactions("campaign").map((it) => it.leaves));
      expect(leaves).toBeGreaterThan(0.0007);
      expect(leaves).toBeLessThan(0.0065);
    }
  });
});
