import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseDiscount, discountsFor, drawDiscount } from "~/experiments/offers/choose-discount";
import {
  DISCOUNT_TRIAL,
  judgeDiscounts,
  measureDiscountGain,
  stepDiscounts,
} from "~/experiments/offers/decide-discounts";
import {
  fitDiscountModel,
  rateDiscounts,
  type OfferOutcome,
} from "~/experiments/offers/discount-model";
import { waitsForDiscounts, type OfferRecipient } from "~/experiments/offers/offer-recipient";
import {
  BEST_DISCOUNT,
  drawByShares,
  OWN_VARIANT,
  RANDOM_DISCOUNT,
} from "~/experiments/optimization/experiment";
import { createRandomNumbers } from "~/ml/numerics/random";

const PERCENTS = [0, 5, 10, 15];
const SHOP = { marginRate: 0.5, usualOrderMinor: 40_00 };
const aRecipient = (overrides: Partial<OfferRecipient> = {}): OfferRecipient => ({
  ...{ orders: 1, daysSinceOrder: 40, discountedOrders: 0, listMinor: 40_00, group: 0 },
  ...overrides,
});
const NEW = aRecipient({ orders: 0, daysSinceOrder: null, listMinor: 0, group: 1 });

/** Emails with random discounts to two kinds of customers, with known order rates. */
function drawOutcomes(
  emails: number,
  rateOf: (recipient: OfferRecipient, percent: number) => number,
  seed = 1,
): OfferOutcome[] {
  const random = createRandomNumbers(seed);
  return Array.from({ length: emails }, (_, n) => {
    const recipient = random.nextFloat() < 0.5 ? aRecipient() : NEW;
    const percent = PERCENTS[random.nextInteger(PERCENTS.length)]!;
    const orders = random.nextFloat() < rateOf(recipient, percent) ? 1 : 0;
    const listMinor = orders * 40_00;
    return {
      ...{ email: "flow/email-1", month: "2026-01", recipient, percent, propensity: 0.25 },
      ...{ orders, listMinor },
      netMinor: listMinor * (1 - percent / 100),
      costMinor: listMinor * (1 - SHOP.marginRate),
      ...{ customer: String(n), usualDiscount: 0, emailsInPeriod: 1 },
    };
  });
}
const about = (recipient: OfferRecipient) => ({ email: "flow/email-1", recipient });

describe("the discount for a customer", () => {
  test("is none without data, whatever the margin", () => {
    for (const marginRate of [0.05, 0.5, 1]) {
      const model = fitDiscountModel([], { ...SHOP, marginRate });
      const { chosen, runnerUp } = chooseDiscount(model, about(aRecipient()), PERCENTS);
      expect(chosen).toMatchObject({ percent: 0, net: { mean: 0 } });
      expect(runnerUp.net.low).toBeLessThan(0);
    }
  });

  test("goes to those whose orders it causes, and not to those who order anyway", () => {
    const model = fitDiscountModel(
      drawOutcomes(6_000, (recipient, percent) =>
        recipient === NEW ? 0.04 * (1 + 0.12 * percent) : 0.2,
      ),
      SHOP,
    );
    const percentFor = (it: OfferRecipient) => chooseDiscount(model, about(it), PERCENTS).chosen;
    expect(percentFor(NEW).percent).toBeGreaterThan(0);
    expect(percentFor(NEW).net.low).toBeGreaterThan(0);
    expect(percentFor(aRecipient()).percent).toBe(0);
    expect(model.taken).toBeGreaterThan(0.9);
  });

  test("does not depend on which customers earlier decisions gave one", () => {
    // Frequent customers got none and others the highest, as often as the model allowed; the discount did nothing.
    const random = createRandomNumbers(3);
    const biased = drawOutcomes(6_000, (recipient) => (recipient === NEW ? 0.3 : 0.1), 2).flatMap(
      (it) => {
        const liked = it.recipient === NEW ? 15 : 0;
        const share = it.percent === liked ? 0.925 : 0.025;
        return random.nextFloat() < share ? [{ ...it, propensity: share }] : [];
      },
    );
    const model = fitDiscountModel(biased, SHOP);
    for (const recipient of [NEW, aRecipient()]) {
      expect(chooseDiscount(model, about(recipient), PERCENTS).chosen.percent).toBe(0);
    }
  });

  test("has parts that add up to what it is expected to earn", () => {
    const model = fitDiscountModel(
      drawOutcomes(2_000, (_, percent) => 0.1 + 0.01 * percent),
      SHOP,
    );
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.option(fc.nat(365), { nil: null }),
        fc.constantFrom(0, 1, 2, null),
        (orders, daysSinceOrder, group) => {
          const recipient = aRecipient({
            orders,
            daysSinceOrder,
            group,
            listMinor: orders * 30_00,
          });
          for (const { net, reasons } of rateDiscounts(model, about(recipient), PERCENTS)) {
            const sum = Object.values(reasons).reduce((all, it) => all + it, 0);
            expect(sum).toBeCloseTo(net.mean, 6);
            expect(net.low).toBeLessThanOrEqual(net.mean + 1e-9);
            expect(net.high).toBeGreaterThanOrEqual(net.mean - 1e-9);
          }
        },
      ),
    );
  });

  test("learns no more from an order that follows several emails than from one after a single email", () => {
    const once = drawOutcomes(1_500, (_, percent) => 0.1 + 0.01 * percent);
    const often = once.flatMap((it) =>
      Array.from({ length: 4 }, () => ({ ...it, emailsInPeriod: 4 })),
    );
    const [single, repeated] = [once, often].map((its) => {
      const { net } = rateDiscounts(fitDiscountModel(its, SHOP), about(NEW), [10])[0]!;
      return net.high - net.low;
    });
    expect(repeated! / single!).toBeCloseTo(1, 1);
  });

  test("is never above the limit, unless it is the merchant's own", () => {
    expect(discountsFor(10, 15)).toEqual([0, 5, 10, 15]);
    expect(discountsFor(20, 10)).toEqual([0, 5, 10, 20]);
    expect(discountsFor(10, 0)).toEqual([0, 10]);
  });
});

describe("drawing a discount", () => {
  test("has the probability with which it is drawn", () => {
    const counts = new Map<number, { drawn: number; propensity: number }>();
    const emails = 20_000;
    for (let n = 0; n < emails; n++) {
      const key = `shop|${n}`;
      const { variant } = drawByShares(DISCOUNT_TRIAL, key);
      const { percent, propensity } = drawDiscount(
        variant,
        { variants: DISCOUNT_TRIAL, percents: PERCENTS, ownPercent: 10, chosenPercent: 0 },
        key,
      );
      const known = counts.get(percent);
      counts.set(percent, { drawn: (known?.drawn ?? 0) + 1, propensity });
    }
    expect(counts.get(10)?.propensity).toBeCloseTo(0.825);
    expect(counts.get(0)?.propensity).toBeCloseTo(0.125);
    for (const { drawn, propensity } of counts.values()) {
      expect(Math.abs(drawn / emails - propensity)).toBeLessThan(0.01);
    }
  });
});

describe("letting chosen discounts reach more customers", () => {
  const better = fitDiscountModel(
    drawOutcomes(4_000, (_, percent) => 0.3 - 0.002 * percent),
    SHOP,
  );
  const limits = { reach: 0.5, isApproved: false, isProposed: false };
  const shareOf = (variants: typeof DISCOUNT_TRIAL, of: string) =>
    variants.find(({ variant }) => variant === of)?.share;

  /** An email with the merchant's 10%. */
  const sent = (overrides: Partial<Parameters<typeof measureDiscountGain>[1][number]> = {}) => ({
    ...{
      ...about(aRecipient()),
      month: "2026-01",
      variant: OWN_VARIANT,
      ownPercent: 10,
      percent: 10,
    },
    ...{ customer: "1", propensity: 0.8, usualDiscount: 0, emailsInPeriod: 1, credited: 0 },
    ...{ orders: 0, listMinor: 0, netMinor: 0, costMinor: 0 },
    ...overrides,
  });
  const order = (percentOff: number) => ({
    ...{ orders: 1, listMinor: 40_00, costMinor: 20_00, netMinor: 40_00 * (1 - percentOff / 100) },
  });

  test("needs a gain whose interval is above zero, and moves a fifth of the customers a day", () => {
    const recipients = [aRecipient(), NEW].map((recipient) => sent({ recipient }));
    const gain = measureDiscountGain(better, recipients, 15);
    expect(gain).toMatchObject({ isSupported: true, givenShare: 0 });
    const first = stepDiscounts(DISCOUNT_TRIAL, gain, limits)!;
    expect(shareOf(first.variants, BEST_DISCOUNT)).toBeCloseTo(0.5);
    const second = stepDiscounts(first.variants, gain, limits)!;
    expect(shareOf(second.variants, BEST_DISCOUNT)).toBeCloseTo(0.8);
    expect(shareOf(second.variants, OWN_VARIANT)).toBeCloseTo(0.1);
    expect(shareOf(second.variants, RANDOM_DISCOUNT)).toBeCloseTo(0.1);
    expect(stepDiscounts(second.variants, gain, limits)).toBeNull();
  });

  test("asks once for a gain that is likely but not certain, and returns to the trial if it is gone", () => {
    const likely = { chance: 0.9, isSupported: false, needless: null };
    expect(stepDiscounts(DISCOUNT_TRIAL, likely, limits)).toMatchObject({ awaitsApproval: true });
    expect(stepDiscounts(DISCOUNT_TRIAL, likely, { ...limits, isProposed: true })).toBeNull();
    const wide = stepDiscounts(
      DISCOUNT_TRIAL,
      { ...likely, chance: 1, isSupported: true },
      limits,
    )!.variants;
    const back = stepDiscounts(wide, { ...likely, chance: 0.4 }, limits);
    expect(back).toEqual({ variants: DISCOUNT_TRIAL, awaitsApproval: false });
  });

  test("is proposed where the discount costs more than all orders after a click could bring", () => {
    const unsure = fitDiscountModel([], SHOP);
    const emails = (orders: number, credited: number) => [
      // Orders after an email without a discount used another email's.
      ...Array.from({ length: 20 }, () =>
        sent({ variant: RANDOM_DISCOUNT, percent: 0, ...order(10) }),
      ),
      ...Array.from({ length: orders }, (_, n) =>
        sent({ ...order(10), credited: n < credited ? 1 : 0 }),
      ),
      ...Array.from({ length: 300 }, () => sent()),
    ];
    // 60 orders give away 4 each. An order brings 20, and one more is assumed.
    const few = measureDiscountGain(unsure, emails(60, 2), 15);
    expect(few.isSupported).toBe(false);
    expect(few.needless).toMatchObject({ emails: 360 });
    expect(few.needless?.given).toBeCloseTo((60 * 4_00) / 360);
    expect(few.needless?.brought).toBeCloseTo((3 * 20_00) / 360);
    expect(stepDiscounts(DISCOUNT_TRIAL, few, limits)).toEqual({
      ...{ variants: DISCOUNT_TRIAL, awaitsApproval: true },
    });
    // Orders after clicks may be the discount's, and with few orders little is known.
    expect(measureDiscountGain(unsure, emails(60, 12), 15).needless).toBeNull();
    expect(measureDiscountGain(unsure, emails(3, 0), 15).needless).toBeNull();
    // Orders are as cheap without any email: the price was reduced for all. Or it is not known.
    for (const usualDiscount of [0.1, null]) {
      const reduced = emails(60, 2).map((it) => ({ ...it, usualDiscount }));
      expect(measureDiscountGain(unsure, reduced, 15).needless).toBeNull();
    }
  });

  test("ends when emails with the merchant's own discount earn more margin", () => {
    const variantOf = (n: number) => (n % 2 === 0 ? OWN_VARIANT : BEST_DISCOUNT);
    const judge = (
      rates: readonly [own: number, chosen: number],
      costs: readonly [own: number, chosen: number] = [20_00, 20_00],
      emailsInPeriod = 1,
    ) => {
      const random = createRandomNumbers(5);
      const outcomes = Array.from({ length: 4_000 / emailsInPeriod }, (_, n) => {
        const orders = random.nextFloat() < rates[n % 2]! ? 1 : 0;
        const outcome = {
          ...{ email: "flow/email-1", month: "2026-01", recipient: NEW, percent: 0 },
          ...{ propensity: 0.5, orders },
          ...{ listMinor: orders * 40_00, netMinor: orders * 40_00, variant: variantOf(n) },
          costMinor: orders * costs[n % 2]!,
          ...{ customer: String(n), usualDiscount: 0, emailsInPeriod },
        };
        return Array.from({ length: emailsInPeriod }, () => outcome);
      });
      return judgeDiscounts(outcomes.flat(), 60);
    };
    expect(judge([0.12, 0.06]).isWorse).toBe(true);
    expect(judge([0.1, 0.1]).isWorse).toBe(false);
    expect(judge([0.06, 0.12]).isWorse).toBe(false);
    // As many orders, but of goods that cost more.
    expect(judge([0.12, 0.12], [10_00, 36_00]).isWorse).toBe(true);
    // The same orders, each counted after forty emails.
    expect(judge([0.12, 0.06], [20_00, 20_00], 40)).toMatchObject({
      ...{ isWorse: false, sends: { control: 2_000, treated: 2_000 } },
    });
  });
});

test("a customer waits for discounts if nearly all of three orders or more had one", () => {
  expect(waitsForDiscounts(aRecipient({ orders: 5, discountedOrders: 4 }))).toBe(true);
  expect(waitsForDiscounts(aRecipient({ orders: 5, discountedOrders: 3 }))).toBe(false);
  expect(waitsForDiscounts(aRecipient({ orders: 2, discountedOrders: 2 }))).toBe(false);
});
