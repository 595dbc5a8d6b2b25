import { expect, test } from "vitest";
import { judgeDiscounts, type DrawnOutcome } from "~/experiments/offers/decide-discounts";
import { fitDiscountModel, rateDiscounts } from "~/experiments/offers/discount-model";
import { BEST_DISCOUNT, OWN_VARIANT } from "~/experiments/optimization/experiment";
import { createRandomNumbers } from "~/ml/numerics/random";

const RECIPIENT = {
  orders: 1,
  daysSinceOrder: 40,
  discountedOrders: 0,
  listMinor: 40_00,
  group: 0,
};
const MONTHS = 6;
const MARGIN_RATE = 0.5;

/**
 * Customers who keep 10% or no discount for half a year. They differ in more than what is known of them: every fourth
 * orders ten times as often as the others. The discount changes nothing, and all orders take it.
 */
function drawHalfYear(seed: number): DrawnOutcome[] {
  const random = createRandomNumbers(seed);
  return Array.from({ length: 120 }, (_, n) => {
    const rate = n % 4 === 0 ? 0.4 : 0.04;
    const percent = random.nextFloat() < 0.5 ? 10 : 0;
    return Array.from({ length: MONTHS }, (_, month) => {
      const orders = random.nextFloat() < rate ? 1 : 0;
      return {
        ...{ email: "campaigns", month: String(month), customer: String(n), recipient: RECIPIENT },
        ...{ variant: percent === 0 ? BEST_DISCOUNT : OWN_VARIANT, percent, propensity: 0.5 },
        ...{ orders, listMinor: orders * 40_00, netMinor: orders * 40_00 * (1 - percent / 100) },
        ...{ costMinor: orders * 20_00, usualDiscount: 0, emailsInPeriod: 1 },
      };
    });
  }).flat();
}

test("intervals contain what a discount does, although customers keep their variant and differ", () => {
  const shops = 150;
  let covered = 0;
  for (let seed = 0; seed < shops; seed++) {
    const model = fitDiscountModel(drawHalfYear(seed), {
      marginRate: MARGIN_RATE,
      usualOrderMinor: 40_00,
    });
    const [ten] = rateDiscounts(model, { email: "campaigns", recipient: RECIPIENT }, [10]);
    const { usual, email, customer, discount } = ten!.reasons;
    // Without additional orders, and without the discount on them.
    const truth = discount + (usual + email + customer) * ((0.1 * model.taken) / MARGIN_RATE);
    if (ten!.net.low <= truth && truth <= ten!.net.high) covered += 1;
  }
  expect(covered / shops).toBeGreaterThan(0.85);
});

test("the guard rarely ends a test by chance, although customers keep their variant and differ", () => {
  const shops = 400;
  let ended = 0;
  for (let seed = 0; seed < shops; seed++) {
    // The same discount for both, so that their margins are alike.
    const outcomes = drawHalfYear(seed).map((it) => ({ ...it, netMinor: it.listMinor }));
    if (judgeDiscounts(outcomes, 180).isWorse) ended += 1;
  }
  expect(ended / shops).toBeLessThan(0.02);
});
