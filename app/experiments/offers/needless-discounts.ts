import { Z_95, normalCdf } from "~/ml/numerics/normal-distribution";
import type { OfferOutcome } from "./discount-model";

/** An email with the merchant's discount, with the orders that are credited to a click in it. */
export interface CreditedOutcome extends OfferOutcome {
  readonly credited: number;
}

/** What the merchant's discount costs and brings at most, per email in minor units. */
export interface NeedlessDiscount {
  readonly emails: number;
  /** What orders after these emails were cheaper. */
  readonly given: number;
  /** Margin of the orders after a click: as if the discount had brought each of them. */
  readonly brought: number;
  /** What leaving it out gains at least, with its 95% interval. */
  readonly gain: { readonly low: number; readonly mean: number; readonly high: number };
  /** Probability in [0, 1] that leaving it out gains. */
  readonly chance: number;
}

/** With fewer orders after emails without a discount, it is not known how cheap orders usually are. */
const MIN_USUAL_ORDERS = 5;

/**
 * Whether a discount costs more than it can bring. Randomized emails alone show that only after thousands of emails,
 * because most orders after an email have other causes. Orders that a click in the email led to are few and vary little:
 * they are counted as if the discount had brought all of them. The discount that was given counts on all orders, less
 * what orders after emails without one are below the list price too.
 *
 * The number of orders that a click leads to has a Gamma(k + 1) posterior, so without any, one still counts.
 *
 * Assumes that a discount causes orders through clicks in its email (docs/decisions/0113).
 *
 * @param withDiscount emails with the merchant's discount @param without emails without any
 * @param orderMinor mean order at list price @param marginRate in (0, 1]
 * @returns null: too few orders
 */
export function measureNeedless(
  withDiscount: readonly CreditedOutcome[],
  without: readonly OfferOutcome[],
  { orderMinor, marginRate }: { readonly orderMinor: number; readonly marginRate: number },
): NeedlessDiscount | null {
  const sum = <It>(its: readonly It[], of: (it: It) => number) =>
    its.reduce((all, it) => all + of(it), 0);
  const listWithout = sum(without, (it) => it.listMinor);
  const ordersWithout = sum(without, (it) => it.orders);
  if (ordersWithout < MIN_USUAL_ORDERS || !(listWithout > 0) || withDiscount.length === 0) {
    return null;
  }
  const usual = Math.max(0, 1 - sum(without, (it) => it.netMinor) / listWithout);
  // An order that follows several emails is given to each in part.
  const givenIn = (it: OfferOutcome) =>
    (it.listMinor * (1 - usual) - it.netMinor) / it.emailsInPeriod;
  const emails = withDiscount.length;
  const given = sum(withDiscount, givenIn);
  const credited = sum(withDiscount, (it) => it.credited) + 1;
  const orderMargin = marginRate * orderMinor;
  const mean = (given - orderMargin * credited) / emails;
  const variance = sum(withDiscount, (it) => givenIn(it) ** 2) + orderMargin ** 2 * credited;
  const deviation = Math.sqrt(variance) / emails;
  return {
    emails,
    given: given / emails,
    brought: (orderMargin * credited) / emails,
    gain: { low: mean - Z_95 * deviation, mean, high: mean + Z_95 * deviation },
    chance: normalCdf(mean / deviation),
  };
}
