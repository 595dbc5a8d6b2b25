import { Z_95, normalCdf } from "~/ml/numerics/normal-distribution";
import { givenAfter, type OfferOutcome } from "./discount-model";

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

/**
 * Whether a discount costs more than it can bring. Randomized emails alone show that only after thousands of emails,
 * because most orders after an email have other causes. Orders that a click in the email led to are few and vary little:
 * they are counted as if the discount had brought all of them. The discount that was given counts on all orders, less
 * what orders are below the list price too that no discount by email came before (`usual-discount.ts`). Orders after emails
 * without a discount would not do: where many campaigns have one, they use the code of another.
 *
 * The number of orders that a click leads to has a Gamma(k + 1) posterior, so without any, one still counts.
 *
 * Assumes that a discount causes orders through clicks in its email (docs/decisions/0113).
 *
 * @param outcomes emails with the merchant's discount
 * @param orderMinor mean order at list price @param marginRate in (0, 1]
 * @returns null: too few orders
 */
export function measureNeedless(
  outcomes: readonly CreditedOutcome[],
  { orderMinor, marginRate }: { readonly orderMinor: number; readonly marginRate: number },
): NeedlessDiscount | null {
  const known = outcomes.filter(({ usualDiscount }) => usualDiscount !== null);
  const emails = known.length;
  if (emails === 0) return null;
  const sum = (of: (it: CreditedOutcome) => number) => known.reduce((all, it) => all + of(it), 0);
  // An order that follows several emails is given to each in part.
  const givenIn = (it: OfferOutcome) => givenAfter(it) / it.emailsInPeriod;
  const given = sum(givenIn);
  const credited = sum((it) => it.credited) + 1;
  const orderMargin = marginRate * orderMinor;
  const mean = (given - orderMargin * credited) / emails;
  const variance = sum((it) => givenIn(it) ** 2) + orderMargin ** 2 * credited;
  const deviation = Math.sqrt(variance) / emails;
  return {
    emails,
    given: given / emails,
    brought: (orderMargin * credited) / emails,
    gain: { low: mean - Z_95 * deviation, mean, high: mean + Z_95 * deviation },
    chance: normalCdf(mean / deviation),
  };
}
