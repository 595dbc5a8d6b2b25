import {
  LUXURY_RATE,
  OFFER_PERCENTS,
  OFFER_RANGES,
  OFFER_TYPES,
  type OfferType,
} from "./choice-ranges";
import { draw } from "./draws";
import type { Range, ShopKind } from "./ranges";

/** What discounts do in a shop. */
export interface OfferLaw {
  readonly isLuxury: boolean;
  readonly shares: Readonly<Record<OfferType, number>>;
  readonly liftAtTen: number;
  readonly depthPower: number;
  readonly redeemRate: number;
  /** Coupons in 90 days from which deal seekers wait for the next. */
  readonly waitsFrom: number;
  readonly waitLoss: number;
  readonly aversionAtTen: number;
  /** Share of the merchant's campaigns that have a coupon, and its percentage. */
  readonly ownCampaigns: number;
  readonly ownPercent: number;
}

/** Days in which a coupon may be redeemed, and in which coupons count for those who wait for them. */
export const COUPON_DAYS = 14;
export const WAITING_DAYS = 90;

export function drawOfferLaw(
  seed: number,
  kind: ShopKind,
  within: (range: Range) => number,
): OfferLaw {
  const isLuxury = draw(seed, 0, 2, "choices", 60) < LUXURY_RATE[kind];
  const weights = OFFER_TYPES.map((type) => {
    const weight = within(OFFER_RANGES.weight[type]);
    return type === "put_off" && !isLuxury ? 0 : weight;
  });
  const all = weights.reduce((sum, it) => sum + it, 0);
  return {
    isLuxury,
    shares: Object.fromEntries(
      OFFER_TYPES.map((type, n) => [type, weights[n]! / all]),
    ) as OfferLaw["shares"],
    liftAtTen: within(OFFER_RANGES.liftAtTen),
    depthPower: within(OFFER_RANGES.depthPower),
    redeemRate: within(OFFER_RANGES.redeemRate),
    waitsFrom: Math.round(within(OFFER_RANGES.waitsFrom)),
    waitLoss: within(OFFER_RANGES.waitLoss),
    aversionAtTen: within(OFFER_RANGES.aversionAtTen),
    ownCampaigns: within(OFFER_RANGES.ownCampaigns),
    ownPercent: OFFER_PERCENTS[1 + Math.floor(3 * draw(seed, 0, 3, "choices", 60))]!,
  };
}

/** The merchant's discount in the campaign of a day, in percent. */
export function ownCampaignPercent(law: OfferLaw, seed: number, day: number): number {
  return draw(seed, 0, day, "choices", 61) < law.ownCampaigns ? law.ownPercent : 0;
}

/**
 * The weights of the types for a customer. Frequent customers are likelier to buy anyway, and occasional ones to be
 * persuadable: their weights grow and fall with the square root of their order rate.
 *
 * @param rate of their orders, relative to the shop's mean
 * @returns in the order of `OFFER_TYPES`
 */
export function offerTypeWeights({ shares }: OfferLaw, rate: number): number[] {
  const tilt = Math.sqrt(Math.min(4, Math.max(0.25, rate)));
  return OFFER_TYPES.map((type) => {
    if (type === "buys_anyway") return shares[type] * tilt;
    return type === "persuadable" ? shares[type] / tilt : shares[type];
  });
}

/** A customer's type, by these weights. */
export function drawOfferType(
  law: OfferLaw,
  {
    seed,
    customer,
    rate,
  }: { readonly seed: number; readonly customer: number; readonly rate: number },
): OfferType {
  const weights = offerTypeWeights(law, rate);
  let left = draw(seed, customer, -1, "offerType") * weights.reduce((sum, it) => sum + it, 0);
  const at = weights.findIndex((weight) => (left -= weight) < 0);
  return OFFER_TYPES[at] ?? "insensitive";
}

/** Factor of the probability that an email with this discount causes an order. */
export function offerFactor(law: OfferLaw, type: OfferType, percent: number): number {
  if (percent === 0) return 1;
  const depth = percent / 10;
  if (type === "persuadable" || type === "deal_seeker") {
    return 1 + law.liftAtTen * depth ** law.depthPower;
  }
  return type === "put_off" ? Math.max(0, 1 - law.aversionAtTen * depth) : 1;
}

/** Probability that a customer with a coupon redeems it in an order, which an email with a coupon caused or not. */
export function redeemChance(law: OfferLaw, type: OfferType, isCaused: boolean): number {
  if (type === "insensitive" || type === "put_off") return 0;
  return type === "deal_seeker" || (type === "persuadable" && isCaused) ? 1 : law.redeemRate;
}

/** Factor of the orders of a customer who waits for a coupon and has none. */
export const waitingFactor = (law: OfferLaw, isWaiting: boolean) =>
  isWaiting ? 1 - law.waitLoss : 1;
