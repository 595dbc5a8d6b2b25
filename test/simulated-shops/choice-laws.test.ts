import { describe, expect, test } from "vitest";
import {
  CONTENT_KINDS,
  CONTENT_RANGES,
  HOUR_RANGES,
  MARGIN_RANGES,
  OFFER_PERCENTS,
  OFFER_RANGES,
  OFFER_TYPES,
  OWN,
  type ContentKind,
} from "./laws/choice-ranges";
import { choiceFactors, customerKindOf } from "./laws/choice-factors";
import { CUSTOMER_KINDS, effectOf, optionsOf, OWN_CONTENT } from "./laws/content-law";
import { drawCustomers, drawOrder, orderChance, reactionTo } from "./laws/customer-law";
import { drawDecisionShop, type DecisionShop } from "./laws/decision-shop";
import { draw } from "./laws/draws";
import { hourAt } from "./laws/hour-law";
import { offerFactor, redeemChance } from "./laws/offer-law";
import { SHOP_KINDS } from "./laws/ranges";
import {
  ACCEPTANCE_SEEDS,
  DECISION_ACCEPTANCE_SEEDS,
  DECISION_TUNING_SEEDS,
  TUNING_SEEDS,
} from "./laws/seeds";

const SHOPS = DECISION_TUNING_SEEDS.map((seed) => drawDecisionShop(seed, "small"));
const EMAILS = Array.from({ length: 30 }, (_, n) => `flow/email-${n}`);
const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
const spreadOf = (values: readonly number[]) => Math.sqrt(mean(values.map((it) => it ** 2)));

const RESTED = {
  ...{ lastOrderDay: 0, lastOrderShare: 1, isAway: false, hasLeft: false, recentMessages: 0 },
  ...{ lastEngagedDay: null, isWaiting: false },
};

describe("shops for decisions", () => {
  test("are a hundred for acceptance, none of which is used for anything else", () => {
    const others = [...DECISION_TUNING_SEEDS, ...TUNING_SEEDS, ...ACCEPTANCE_SEEDS];
    expect(new Set(DECISION_ACCEPTANCE_SEEDS).size).toBe(100);
    expect(DECISION_ACCEPTANCE_SEEDS.filter((seed) => others.includes(seed))).toEqual([]);
  });

  test.each([DECISION_TUNING_SEEDS, DECISION_ACCEPTANCE_SEEDS])(
    "include each kind with and without fatigue",
    (...seeds) => {
      const shops = seeds.map((seed) => drawDecisionShop(seed, "small"));
      const mixtures = shops.map(({ kind, fatigue }) => `${kind} ${fatigue !== null}`);
      expect(new Set(mixtures).size).toBe(2 * SHOP_KINDS.length);
    },
  );

  test("are within the ranges, and differ in nothing but the customers by size", () => {
    for (const shop of SHOPS) {
      const { content, hours, offers, marginRate } = shop.choices;
      const drawn: (readonly [number, readonly [number, number]])[] = [
        [content.spreads.subject.email, CONTENT_RANGES.subject.email],
        [content.spreads.list.customers, CONTENT_RANGES.list.customers],
        [hours.personalShare, HOUR_RANGES.personalShare],
        [offers.liftAtTen, OFFER_RANGES.liftAtTen],
        [offers.waitsFrom, OFFER_RANGES.waitsFrom],
        [marginRate, MARGIN_RANGES[shop.kind]],
      ];
      for (const [value, [from, to]] of drawn) {
        expect(value).toBeGreaterThanOrEqual(from);
        expect(value).toBeLessThanOrEqual(to);
      }
      const shares = OFFER_TYPES.map((type) => offers.shares[type]);
      expect(shares.reduce((sum, it) => sum + it, 0)).toBeCloseTo(1);
      expect(offers.shares.put_off > 0).toBe(offers.isLuxury);
      const medium = drawDecisionShop(shop.seed, "medium");
      expect({ ...medium, size: shop.size, customers: shop.customers }).toEqual(shop);
      expect(Math.abs(medium.customers - 2_000)).toBeLessThanOrEqual(200);
    }
  });

  test("with subscriptions have regular orders and little response to email", () => {
    const shop = SHOPS.find(({ kind }) => kind === "subscriptions")!;
    const gaps = gapsOf(shop);
    expect(mean(gaps)).toBeGreaterThan(22);
    expect(mean(gaps)).toBeLessThan(38);
    expect(spreadOf(gaps.map((it) => it - mean(gaps))) / mean(gaps)).toBeLessThan(0.35);
    const { clicks } = shop.responses.campaign;
    expect(clicks).toBeLessThan(0.0101);
  });
});

/** Days between the orders of each customer in a year without email. */
function gapsOf(shop: DecisionShop): number[] {
  return drawCustomers(shop, 360)
    .filter(({ joinsOn }) => joinsOn === 0)
    .flatMap((person) => {
      const days: number[] = [];
      let state = { ...RESTED, lastOrderDay: 0 };
      for (let day = 0; day < 360; day++) {
        const chance = orderChance(shop, person, state, day);
        if (draw(shop.seed, person.customer, day, "order") >= chance) continue;
        days.push(day - state.lastOrderDay);
        state = { ...state, lastOrderDay: day };
      }
      return days.slice(1);
    });
}

test("wholesale customers reorder about as often as those of Online Retail II", () => {
  const gaps = SHOPS.filter(({ kind }) => kind === "wholesale")
    .flatMap(gapsOf)
    .sort((a, b) => a - b);
  // 28 days there; 11 and 59 are its quartiles.
  const median = gaps[Math.floor(gaps.length / 2)]!;
  expect(median).toBeGreaterThan(20);
  expect(median).toBeLessThan(45);
});

describe("the content of an email", () => {
  const effectsOf = (kind: ContentKind) =>
    SHOPS.flatMap(({ choices: { content } }) =>
      EMAILS.flatMap((email) =>
        optionsOf(content, email)
          [kind].filter((option) => option !== OWN)
          .map((option) =>
            CUSTOMER_KINDS.map((customers) =>
              effectOf(content, { email, kind, option }, customers),
            ),
          ),
      ),
    );

  test("does nothing if it is the merchant's own", () => {
    for (const { choices } of SHOPS.slice(0, 5)) {
      for (const kind of CONTENT_KINDS) {
        const own = effectOf(choices.content, { email: "e", kind, option: OWN }, "new");
        expect(own).toEqual({ clicks: 0, buys: 0, leaves: 0 });
      }
    }
  });

  test.each(CONTENT_KINDS)("has options without any effect, others help or harm (%s)", (kind) => {
    const effects = effectsOf(kind);
    const isNone = (its: (typeof effects)[number]) => its.every(({ buys }) => buys === 0);
    const none = effects.filter(isNone).length / effects.length;
    expect(none).toBeGreaterThan(CONTENT_RANGES[kind].none[0] - 0.05);
    expect(none).toBeLessThan(CONTENT_RANGES[kind].none[1] + 0.05);
    const some = effects.filter((its) => !isNone(its)).map(([engaged]) => engaged!.clicks);
    const better = some.filter((it) => it > 0).length / some.length;
    expect(better).toBeGreaterThan(0.35);
    expect(better).toBeLessThan(0.65);
    expect(some).not.toContain(0);
  });

  test("differs between subjects as the headlines of the Upworthy archive do", () => {
    const clicks = effectsOf("subject").flatMap((its) => its.map((it) => it.clicks));
    // Of two headlines: sqrt(2) times .19, the standard deviation of one.
    expect(spreadOf(clicks) / Math.SQRT2).toBeGreaterThan(0.15);
    expect(spreadOf(clicks) / Math.SQRT2).toBeLessThan(0.22);
  });

  test("has lists whose effect depends on the customers more than on the email", () => {
    const some = effectsOf("list").filter(([it]) => it!.clicks !== 0);
    const differences = some.map(([engaged, , none]) => engaged!.clicks - none!.clicks);
    expect(spreadOf(differences)).toBeGreaterThan(0.12);
  });

  test("has common effects over all emails of a shop, so pooling them helps", () => {
    const correlated = SHOPS.map(({ choices: { content } }) => {
      const clicks = EMAILS.map(
        (email) =>
          effectOf(content, { email, kind: "layout", option: "products_first" }, "known").clicks,
      ).filter((it) => it !== 0);
      return Math.abs(mean(clicks)) / spreadOf(clicks);
    });
    expect(mean(correlated)).toBeGreaterThan(0.5);
  });
});

test("customers are engaged within 90 days of a click or an order, known after that, and else new", () => {
  expect(customerKindOf({ lastOrderDay: null, lastEngagedDay: null }, 5)).toBe("new");
  expect(customerKindOf({ lastOrderDay: -10, lastEngagedDay: null }, 80)).toBe("engaged");
  expect(customerKindOf({ lastOrderDay: -10, lastEngagedDay: null }, 81)).toBe("known");
  expect(customerKindOf({ lastOrderDay: -10, lastEngagedDay: 70 }, 81)).toBe("engaged");
});

describe("the time of an email", () => {
  test("is best at the own hour of some customers, whose mean response is that of the others", () => {
    for (const shop of SHOPS) {
      const { hours } = shop.choices;
      const people = drawCustomers({ ...shop, customers: 400 }, 28);
      const own = people.filter(({ byHour }) => byHour !== hours.byHour);
      expect(Math.abs(own.length / people.length - hours.personalShare)).toBeLessThan(0.1);
      expect(hours.byHour[10]).toBe(1);
      const awake = (byHour: readonly number[]) => mean(byHour.slice(7, 23));
      for (const { byHour } of own.slice(0, 20)) {
        expect(awake(byHour!) / awake(hours.byHour)).toBeGreaterThan(0.85);
        expect(awake(byHour!) / awake(hours.byHour)).toBeLessThan(1.15);
        expect(Math.max(...byHour!)).toBeGreaterThan(1.1 * awake(byHour!));
      }
    }
  });

  test("costs a part of the response if it is late, most of all for a checkout", () => {
    const { choices } = SHOPS[0]!;
    const at = (kind: "checkout" | "campaign", delayHours: number) => {
      const chosen = { content: OWN_CONTENT, offerPercent: 0, email: "e", hour: 10, delayHours };
      const taste = { byHour: null, offerType: "insensitive" } as const;
      return choiceFactors(choices, taste, RESTED, { kind, day: 3, chosen }).buys;
    };
    expect(at("checkout", 12) / at("checkout", 0)).toBeLessThan(0.8);
    expect(at("campaign", 12) / at("campaign", 0)).toBeGreaterThan(0.8);
  });

  test("of orders follows Online Retail II: wholesale at noon and never on Saturday", () => {
    const wholesale = SHOPS.find(({ kind }) => kind === "wholesale")!.choices.hours;
    const median = hourAt(wholesale.ordersUntil, 0.5);
    expect(median).toBeGreaterThan(12);
    expect(median).toBeLessThan(14);
    expect(wholesale.orderWeekdays[5]).toBeLessThan(0.02);
    for (const { choices } of SHOPS) {
      expect(mean(choices.hours.orderWeekdays)).toBeCloseTo(1);
      expect(mean(choices.hours.byWeekday)).toBeCloseTo(1);
    }
  });
});

describe("a discount", () => {
  test("makes some customers order, costs others nothing but the discount, and deters some of luxury", () => {
    for (const { choices } of SHOPS) {
      const { offers } = choices;
      for (const percent of OFFER_PERCENTS) {
        const of = (type: (typeof OFFER_TYPES)[number]) => offerFactor(offers, type, percent);
        expect(of("buys_anyway")).toBe(1);
        expect(of("insensitive")).toBe(1);
        expect(of("persuadable") > 1).toBe(percent > 0);
        expect(of("deal_seeker") > 1).toBe(percent > 0);
        expect(of("put_off") < 1).toBe(percent > 0);
      }
      expect(offerFactor(offers, "persuadable", 15)).toBeGreaterThan(
        offerFactor(offers, "persuadable", 5),
      );
      expect(redeemChance(offers, "buys_anyway", false)).toBeGreaterThan(0.3);
      expect(redeemChance(offers, "persuadable", true)).toBe(1);
      expect(redeemChance(offers, "insensitive", true)).toBe(0);
    }
  });

  test("of a tenth raises orders by as much as field experiments found", () => {
    const lifts = SHOPS.map(({ choices: { offers } }) =>
      OFFER_TYPES.reduce((sum, it) => sum + offers.shares[it] * offerFactor(offers, it, 10), -1),
    );
    expect(mean(lifts)).toBeGreaterThan(0.5);
    expect(mean(lifts)).toBeLessThan(1.6);
  });

  test("is waited for by deal seekers, who order less without one", () => {
    const shop = SHOPS.find(({ kind }) => kind === "consumables")!;
    const person = drawCustomers(shop, 28).find(({ offerType }) => offerType === "deal_seeker")!;
    const waiting = { ...RESTED, isWaiting: true };
    const { waitLoss } = shop.choices.offers;
    const orders = (state: typeof RESTED) => orderChance(shop, person, state, 20);
    expect(orders(waiting) / orders(RESTED)).toBeCloseTo(1 - waitLoss);
    const buys = (offerPercent: number, state: typeof RESTED) => {
      const chosen = { content: OWN_CONTENT, offerPercent, email: "e", hour: 10, delayHours: 0 };
      return reactionTo(shop, person, state, { kind: "campaign", day: 20, chosen }).buys;
    };
    expect(buys(0, waiting) / buys(0, RESTED)).toBeCloseTo(1 - waitLoss);
    expect(buys(10, waiting)).toBe(buys(10, RESTED));
  });
});

test("order values of wholesale customers spread at most as in Online Retail II", () => {
  const shops = SHOPS.filter(({ kind }) => kind === "wholesale");
  const within = shops.map((shop) => {
    const logs = drawCustomers(shop, 28).map((person) => {
      const values = Array.from({ length: 12 }, (_, day) =>
        Math.log(drawOrder(shop, person, day, 0).netMinor),
      );
      return mean(values.map((it) => (it - mean(values)) ** 2)) * (12 / 11);
    });
    return Math.sqrt(mean(logs));
  });
  expect(mean(within)).toBeGreaterThan(0.4);
  expect(mean(within)).toBeLessThan(0.97);
});
