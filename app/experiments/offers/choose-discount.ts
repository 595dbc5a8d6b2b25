import { unitHash } from "../draw-holdout";
import { RANDOM_DISCOUNT, OWN_VARIANT, type VariantShare } from "../optimization/experiment";
import { rateDiscounts, type DiscountModel, type RatedDiscount } from "./discount-model";
import type { OfferRecipient } from "./offer-recipient";

/** The depths that Kindred chooses from, in percent. */
const DEPTHS = [0, 5, 10, 15] as const;

/**
 * The discounts that may be chosen for an email: none, the depths up to the shop's maximum, and the merchant's own.
 *
 * @returns ascending
 */
export function discountsFor(ownPercent: number, maxPercent: number): number[] {
  const depths = DEPTHS.filter((percent) => percent <= maxPercent);
  return [...new Set([...depths, ownPercent])].sort((a, b) => a - b);
}

/**
 * The discounts that may be chosen for an email of campaigns or of a flow. Campaigns reach everyone, most of whom order
 * without one too, so a deeper discount than the merchant's own is not even tried there.
 */
export const discountsIn = (
  isCampaign: boolean,
  ownPercent: number,
  maxPercent: number,
): number[] => discountsFor(ownPercent, isCampaign ? Math.min(ownPercent, maxPercent) : maxPercent);

/** What was chosen for a recipient, and the best alternative. */
interface DiscountChoice {
  readonly chosen: RatedDiscount;
  readonly runnerUp: RatedDiscount;
}

/**
 * The discount for one recipient: the one with the highest expected net margin among those whose low end is above
 * zero, otherwise none. The runner-up is the best of the others.
 *
 * @param percents with 0 and at least one other
 */
export function chooseDiscount(
  model: DiscountModel,
  about: { readonly email: string; readonly recipient: OfferRecipient },
  percents: readonly number[],
): DiscountChoice {
  const rated = rateDiscounts(model, about, percents);
  const ranked = rated.toSorted((a, b) => b.net.mean - a.net.mean);
  const chosen =
    ranked.find(({ percent, net }) => percent > 0 && net.low > 0) ??
    ranked.find(({ percent }) => percent === 0);
  const runnerUp = ranked.find((it) => it !== chosen);
  if (!chosen || !runnerUp) throw new Error("a choice needs no discount and another one");
  return { chosen, runnerUp };
}

export interface DrawnDiscount {
  readonly variant: string;
  readonly percent: number;
  /** The probability of this discount for this recipient. */
  readonly propensity: number;
}

/**
 * Draws a recipient's discount: the merchant's own for the control, one at random with equal probabilities for the
 * random share, and the chosen one for the others.
 *
 * @param drawn the variant that was drawn by `variants`
 * @param drawKey identifies the shop and the message
 */
export function drawDiscount(
  drawn: string,
  {
    variants,
    percents,
    ownPercent,
    chosenPercent,
  }: {
    readonly variants: readonly VariantShare[];
    readonly percents: readonly number[];
    readonly ownPercent: number;
    readonly chosenPercent: number;
  },
  drawKey: string,
): DrawnDiscount {
  const place = Math.floor(unitHash(`${drawKey}|discount`) * percents.length);
  const random = percents[place] ?? ownPercent;
  const percentOf = (variant: string) => {
    if (variant === OWN_VARIANT) return ownPercent;
    return variant === RANDOM_DISCOUNT ? random : chosenPercent;
  };
  const percent = percentOf(drawn);
  const propensity = variants.reduce((sum, { variant, share }) => {
    if (variant === RANDOM_DISCOUNT) return sum + share / percents.length;
    return sum + (percentOf(variant) === percent ? share : 0);
  }, 0);
  return { variant: drawn, percent, propensity };
}
