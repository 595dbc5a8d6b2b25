import { z } from "zod";
import { measureDispersion } from "~/ml/regression/measure-dispersion";
import { fitPoissonRegression } from "~/ml/regression/poisson-regression";
import { RECIPIENT_VALUES, recipientValues, type OfferRecipient } from "./offer-recipient";

/** Names an email in the model: a flow's step, or all campaigns, where both are null. */
export const offerEmailOf = (email: {
  readonly flowId: string | null;
  readonly stepId: string | null;
}): string => (email.flowId === null ? CAMPAIGNS : `${email.flowId}/${email.stepId}`);
const CAMPAIGNS = "campaigns";
export const isOfCampaigns = (email: string) => email === CAMPAIGNS;

/** An email whose discount was drawn, with what its recipient ordered in the 30 days after it. */
export interface OfferOutcome {
  /** Identifies the email in the shop. */
  readonly email: string;
  /** Names the month in which it was sent. */
  readonly month: string;
  /** Identifies the recipient. */
  readonly customer: string;
  readonly recipient: OfferRecipient;
  /** The drawn discount in percent; 0: none. */
  readonly percent: number;
  /** The probability in (0, 1] of this discount. */
  readonly propensity: number;
  readonly orders: number;
  /** Sum of the orders at list price and as paid, in minor units. */
  readonly listMinor: number;
  readonly netMinor: number;
  /** What their goods cost the merchant, in minor units. */
  readonly costMinor: number;
  /** The part of the list price by which orders of that time were cheaper without a discount by email; null: not known. */
  readonly usualDiscount: number | null;
  /** Emails with a drawn discount that the recipient got in these 30 days, this one included: an order can follow several. */
  readonly emailsInPeriod: number;
}

/** What discounts do in a shop: the posterior of a regression of orders, and what discounts cost. */
export const DiscountModel = z.object({
  /** The emails that the coefficients are about. */
  emails: z.array(z.string()).readonly(),
  mean: z.array(z.number()).readonly(),
  /** Row by row. */
  covariance: z.array(z.number()).readonly(),
  /** The part of an offered discount that orders take, in [0, 1]. */
  taken: z.number(),
  /** Mean order at list price, in minor units. */
  orderMinor: z.number(),
  /** Margin as a share of the list price, in (0, 1]. */
  marginRate: z.number(),
  /** Counted emails and their orders. */
  sends: z.number().int(),
  orders: z.number(),
});
export type DiscountModel = z.infer<typeof DiscountModel>;

/** Orders of one person beyond this count as it, so that no single customer decides. */
const MAX_ORDERS = 3;
/** Largest weight of an email relative to one that was certain. */
const MAX_WEIGHT = 8;
/**
 * The logarithm of the order rate: customers and emails differ by factors. At 10%, a discount is expected to bring 15%
 * more orders, with a wide deviation; so without data no discount pays, and some data can show that it does. How effects
 * differ between customers and emails is shrunk strongly.
 */
const RATE_PRIOR = { first: 2, value: 0.7, email: 0.5, month: 0.3 };
const EFFECT_PRIOR = { first: { mean: 0.15, deviation: 0.25 }, value: 0.12, email: 0.12 };
/** Usual part of an offered discount that orders take, with its weight in orders. */
const USUAL_TAKEN = { part: 0.7, orders: 20 };
/** Weight of the usual order in the shop's mean, and of the shop's mean in a person's, in orders. */
const ORDER_WEIGHT = 2;

/**
 * Fits how many orders follow an email by its discount, by customer and email, on emails whose discount was drawn.
 * An email is weighted by the inverse of the probability of its discount, so that the estimate does not depend on who
 * got one by earlier decisions; the weights are scaled to the effective number of emails (Kish), which keeps the
 * intervals from being too narrow. Campaigns reach the same people within days, so an order follows several emails: each
 * counts as its part of the emails in its 30 days. Customers differ in more than what is known of them, and each keeps a
 * variant in campaigns, so the emails count for less the more the orders of one customer resemble each other (`measureDispersion`).
 *
 * - L. Kish. Survey Sampling, 1965, section 11.7.
 *
 * @param usualOrderMinor stands for the mean order while few are counted, > 0
 */
export function fitDiscountModel(
  outcomes: readonly OfferOutcome[],
  {
    marginRate,
    usualOrderMinor,
  }: { readonly marginRate: number; readonly usualOrderMinor: number },
): DiscountModel {
  const emails = [...new Set(outcomes.map(({ email }) => email))].sort();
  // Shares change over time, and so do orders: within a month discounts compare.
  const months = [...new Set(outcomes.map(({ month }) => month))].sort();
  const weights = outcomes.map(({ propensity }) => Math.min(MAX_WEIGHT, 1 / propensity));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const squares = weights.reduce((all, weight) => all + weight ** 2, 0);
  const scale = squares > 0 ? sum / squares : 1;
  const orders = outcomes.reduce((all, it) => all + it.orders, 0);
  const listMinor = outcomes.reduce((all, it) => all + it.listMinor, 0);
  const meanRate = (orders + 1) / (outcomes.length + 10);
  const rows = outcomes.map((it, n) => ({
    values: [
      ...designOf(emails, it.email, it.recipient, it.percent),
      ...months.map((month) => (month === it.month ? 1 : 0)),
    ],
    count: Math.min(MAX_ORDERS, it.orders),
    weight: (scale * (weights[n] ?? 1)) / it.emailsInPeriod,
  }));
  const prior = [
    { mean: Math.log(meanRate), deviation: RATE_PRIOR.first },
    ...repeat(RECIPIENT_VALUES - 1, RATE_PRIOR.value),
    ...repeat(emails.length, RATE_PRIOR.email),
    EFFECT_PRIOR.first,
    ...repeat(RECIPIENT_VALUES - 1, EFFECT_PRIOR.value),
    ...repeat(emails.length, EFFECT_PRIOR.email),
    ...repeat(months.length, RATE_PRIOR.month),
  ];
  const alike = fitPoissonRegression(rows, prior);
  const dispersion = measureDispersion(
    outcomes.map(({ customer, emailsInPeriod }, n) => ({
      ...{ cluster: customer, count: rows[n]?.count ?? 0, weight: 1 / emailsInPeriod },
      rate: Math.exp(dot(rows[n]?.values ?? [], alike.mean)),
    })),
  );
  const posterior =
    dispersion === 1
      ? alike
      : fitPoissonRegression(
          rows.map((row) => ({ ...row, weight: row.weight / dispersion })),
          prior,
        );
  const size = posterior.mean.length;
  const kept = size - months.length;
  return {
    ...{ emails, marginRate, orders },
    mean: posterior.mean.slice(0, kept),
    covariance: posterior.covariance.filter(
      (_, n) => Math.floor(n / size) < kept && n % size < kept,
    ),
    sends: outcomes.length,
    taken: measureTaken(outcomes),
    orderMinor: (listMinor + ORDER_WEIGHT * usualOrderMinor) / (orders + ORDER_WEIGHT),
  };
}

const repeat = (count: number, deviation: number) =>
  Array.from({ length: count }, () => ({ mean: 0, deviation }));

/** What the orders after an email were cheaper than without a discount by email, in minor units. */
export const givenAfter = ({ listMinor, netMinor, usualDiscount }: OfferOutcome) =>
  listMinor * (1 - (usualDiscount ?? 0)) - netMinor;

/** The part of the offered discount by which the orders after it were cheaper than without one. */
function measureTaken(outcomes: readonly OfferOutcome[]): number {
  const offered = outcomes.filter((it) => it.percent > 0 && it.usualDiscount !== null);
  const sum = (of: (it: OfferOutcome) => number) => offered.reduce((all, it) => all + of(it), 0);
  const possible = sum((it) => (it.listMinor * it.percent) / 100);
  if (!(possible > 0)) return USUAL_TAKEN.part;
  const given = sum(givenAfter);
  const orders = sum((it) => it.orders);
  const part = Math.min(1, Math.max(0, given / possible));
  return (orders * part + USUAL_TAKEN.orders * USUAL_TAKEN.part) / (orders + USUAL_TAKEN.orders);
}

/** The design of one email: values of the rate, then those of the effect of a discount of 10%, times its depth. */
function designOf(
  emails: readonly string[],
  email: string,
  recipient: OfferRecipient,
  percent: number,
): number[] {
  const values = [...recipientValues(recipient), ...emails.map((it) => (it === email ? 1 : 0))];
  const depth = percent / 10;
  return [...values, ...values.map((value) => depth * value)];
}

/** What one discount is expected to do for one recipient, next to none; money per email in minor units. */
export interface RatedDiscount {
  readonly percent: number;
  /** Net margin of 30 days beyond that without a discount, with its 80% interval. */
  readonly net: { readonly low: number; readonly mean: number; readonly high: number };
  /** Parts that add up to the mean. */
  readonly reasons: {
    /** Margin of the additional orders of a usual customer, and what this email and this customer change. */
    readonly usual: number;
    readonly email: number;
    readonly customer: number;
    /** The discount on all orders, ≤ 0. */
    readonly discount: number;
  };
}

/** Both ends of an 80% interval: a discount is given if it pays with 90%. */
const Z_80 = 1.281552;

/** Rates discounts for one recipient. */
export function rateDiscounts(
  model: DiscountModel,
  { email, recipient }: { readonly email: string; readonly recipient: OfferRecipient },
  percents: readonly number[],
): RatedDiscount[] {
  const base = designOf(model.emails, email, recipient, 0);
  const half = base.length / 2;
  const rate = Math.exp(dot(base, model.mean));
  const value = rate * orderValueOf(model, recipient);
  const effect = base.slice(0, half);
  const coefficients = model.mean.slice(half);
  const usual = coefficients[0] ?? 0;
  const ofEmail = dot(effect.slice(RECIPIENT_VALUES), coefficients.slice(RECIPIENT_VALUES));
  const all = dot(effect, coefficients);
  const deviation = Math.sqrt(Math.max(0, quadratic(model.covariance, effect, half)));
  return percents.map((percent): RatedDiscount => {
    const depth = percent / 10;
    const { marginRate } = model;
    const kept = marginRate - (model.taken * percent) / 100;
    const netAt = (logRatio: number) => value * (Math.exp(logRatio) * kept - marginRate);
    // A discount that costs more than the margin loses on each additional order.
    const ends = [-Z_80, Z_80].map((z) => netAt(depth * (all + z * deviation)));
    const more = (logRatio: number) => value * marginRate * (Math.exp(depth * logRatio) - 1);
    return {
      percent,
      net: { low: Math.min(...ends), mean: netAt(depth * all), high: Math.max(...ends) },
      reasons: {
        usual: more(usual),
        email: more(usual + ofEmail) - more(usual),
        customer: more(all) - more(usual + ofEmail),
        discount: -value * Math.exp(depth * all) * (marginRate - kept),
      },
    };
  });
}

/**
 * The mean difference in net margin per email between each recipient's discount and the merchant's own, with its standard
 * deviation by the uncertainty of the effects (delta method).
 *
 * @returns minor units per email
 */
export function differenceOfDiscounts(
  model: DiscountModel,
  chosen: readonly (Pick<OfferOutcome, "email" | "recipient"> & {
    readonly percent: number;
    readonly ownPercent: number;
  })[],
): { readonly mean: number; readonly deviation: number } {
  const half = RECIPIENT_VALUES + model.emails.length;
  const slope = Array.from({ length: half }, () => 0);
  const coefficients = model.mean.slice(half);
  let sum = 0;
  for (const { email, recipient, percent, ownPercent } of chosen) {
    const base = designOf(model.emails, email, recipient, 0);
    const effect = base.slice(0, half);
    const value = Math.exp(dot(base, model.mean)) * orderValueOf(model, recipient);
    const log = dot(effect, coefficients);
    const keptBy = (its: number) =>
      value * Math.exp((its / 10) * log) * (model.marginRate - (model.taken * its) / 100);
    const [mine, own] = [keptBy(percent), keptBy(ownPercent)];
    sum += mine - own;
    const change = (mine * percent - own * ownPercent) / 10;
    effect.forEach((it, n) => (slope[n] = (slope[n] ?? 0) + change * it));
  }
  const count = Math.max(1, chosen.length);
  const variance = quadratic(model.covariance, slope, half);
  return { mean: sum / count, deviation: Math.sqrt(Math.max(0, variance)) / count };
}

/** A recipient's mean order at list price, shrunk to the shop's. */
const orderValueOf = ({ orderMinor }: DiscountModel, { listMinor, orders }: OfferRecipient) =>
  (listMinor + ORDER_WEIGHT * orderMinor) / (orders + ORDER_WEIGHT);

/** The rows and columns from `offset` on. */
function quadratic(covariance: readonly number[], values: readonly number[], offset: number) {
  const size = Math.sqrt(covariance.length);
  let sum = 0;
  values.forEach((left, n) => {
    if (left === 0) return;
    values.forEach((right, m) => {
      sum += left * right * (covariance[(offset + n) * size + offset + m] ?? 0);
    });
  });
  return sum;
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, n) => sum + value * (right[n] ?? 0), 0);
}
