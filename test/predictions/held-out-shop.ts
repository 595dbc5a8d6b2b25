import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { createRandomNumbers } from "~/ml/numerics/random";
import type { FirstEmail } from "~/predictions/history/first-emails";

/** P(order within 30 days of the first email), by the number of earlier orders (1 to 6) and whether it was sent. */
type ResponseLaw = (orders: number, isEmailed: boolean) => number;

/** Emails raise the chance of frequent buyers from 20% to 50%. The others order in half of all cases anyway. */
export const INFLUENCED: ResponseLaw = (orders, isEmailed) =>
  orders > 3 && !isEmailed ? 0.2 : 0.5;

/** Emails raise everyone's chance equally; frequent buyers order more often anyway. */
export const EQUALLY_INFLUENCED: ResponseLaw = (orders, isEmailed) =>
  0.05 + 0.06 * orders + (isEmailed ? 0.1 : 0);

const FIRST_EMAIL_DAY = 1000;
/** Long enough after the last email. */
const END_DAY = 1100;

/** A shop that holds out three in ten customers at random, and whose customers respond by a known law. */
export function heldOutShopOf(
  people: number,
  law: ResponseLaw,
  seed = 1,
): {
  readonly purchases: Purchases;
  readonly endDay: number;
  readonly emails: readonly FirstEmail[];
} {
  const random = createRandomNumbers(seed);
  const emails: FirstEmail[] = [];
  const bought: { customer: number; day: number; value: number }[] = [];
  for (let customer = 0; customer < people; customer++) {
    const isHeldOut = random.nextFloat() < 0.3;
    const day = FIRST_EMAIL_DAY + random.nextInteger(20);
    emails.push({ customer, day, isHeldOut });
    const orders = 1 + random.nextInteger(6);
    const value = () => 1_000 + random.nextInteger(9_000);
    for (let n = 0; n < orders; n++) {
      bought.push({ customer, day: day - 1 - random.nextInteger(400), value: value() });
    }
    if (random.nextFloat() < law(orders, !isHeldOut)) {
      bought.push({ customer, day: day + random.nextInteger(30), value: value() });
    }
  }
  return {
    endDay: END_DAY,
    purchases: groupPurchases({
      customers: people,
      customerOf: bought.map(({ customer }) => customer),
      days: bought.map(({ day }) => day),
      values: bought.map(({ value }) => value),
      lines: bought.map(() => 1),
    }),
    emails,
  };
}
