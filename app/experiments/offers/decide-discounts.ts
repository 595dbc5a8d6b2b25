import { normalCdf, Z_95 } from "~/ml/numerics/normal-distribution";
import { judgeRollout } from "../frequency/rollout";
import {
  BEST_DISCOUNT,
  CONTROL_SHARE,
  OWN_VARIANT,
  RANDOM_DISCOUNT,
  type VariantShare,
} from "../optimization/experiment";
import { RANDOM_SHARE } from "../policy/shares-of-chances";
import { stepShares } from "../policy/step-shares";
import { chooseDiscount, discountsIn } from "./choose-discount";
import {
  differenceOfDiscounts,
  isOfCampaigns,
  type DiscountModel,
  type OfferOutcome,
} from "./discount-model";
import { measureNeedless, type CreditedOutcome, type NeedlessDiscount } from "./needless-discounts";

/** Evidence for letting the chosen discounts replace the merchant's own. */
interface DiscountGain {
  /** Net margin per email beyond the merchant's own discount, with its 95% interval, in minor units. */
  readonly gain: { readonly low: number; readonly mean: number; readonly high: number };
  /** Probability in [0, 1] of a gain. */
  readonly chance: number;
  readonly isSupported: boolean;
  /** Share of the recipients who would get a discount. */
  readonly givenShare: number;
  /** What the merchant's discount costs those who would get none; null: not known, or it may bring as much. */
  readonly needless: NeedlessDiscount | null;
}

/** A mean over this many recipients is exact enough. */
const MAX_RECIPIENTS = 2_000;

/**
 * What the choices would earn beyond the merchant's own discount, on the recipients of one email so far, or of the
 * campaigns.
 *
 * @param outcomes newest first, with the merchant's own discount
 * @param maxPercent the shop's limit
 */
export function measureDiscountGain(
  model: DiscountModel,
  outcomes: readonly (DrawnOutcome & CreditedOutcome & { readonly ownPercent: number })[],
  maxPercent: number,
): DiscountGain {
  const newest = outcomes.slice(0, MAX_RECIPIENTS);
  const chosen = newest.map((it) => ({
    ...it,
    percent: chooseDiscount(
      model,
      it,
      discountsIn(isOfCampaigns(it.email), it.ownPercent, maxPercent),
    ).chosen.percent,
  }));
  const { mean, deviation } = differenceOfDiscounts(model, chosen);
  const gain = { low: mean - Z_95 * deviation, mean, high: mean + Z_95 * deviation };
  const getNone = newest.filter((_, n) => chosen[n]?.percent === 0);
  const needless = measureNeedless(
    getNone.filter(({ variant, ownPercent }) => variant === OWN_VARIANT && ownPercent > 0),
    model,
  );
  return {
    gain,
    chance: deviation > 0 ? normalCdf(mean / deviation) : 0.5,
    isSupported: outcomes.length > 0 && gain.low > 0,
    givenShare: chosen.filter(({ percent }) => percent > 0).length / Math.max(1, chosen.length),
    needless: needless && needless.chance >= MIN_PROPOSED_CHANCE ? needless : null,
  };
}

/** Probability of a gain from which the merchant is asked to let it reach more customers. */
const MIN_PROPOSED_CHANCE = 0.8;
/** Ignore changes of a share below 10 points. */
const MIN_SHARE_CHANGE = 0.1;

/** Shares at the start: a tenth gets a discount at random, a tenth the chosen one, all others the merchant's own. */
export const DISCOUNT_TRIAL: readonly VariantShare[] = sharesOf(RANDOM_SHARE);
const WANTED = sharesOf(1 - RANDOM_SHARE - CONTROL_SHARE);

function sharesOf(best: number): readonly VariantShare[] {
  return [
    { variant: OWN_VARIANT, text: null, share: 1 - RANDOM_SHARE - best },
    { variant: BEST_DISCOUNT, text: null, share: best },
    { variant: RANDOM_DISCOUNT, text: null, share: RANDOM_SHARE },
  ];
}

/**
 * The step toward the chosen discounts that is allowed today: a fifth of the customers at most until the gain is
 * supported or the merchant approves, and a fifth more each day after that. If the gain is no longer supported, the
 * trial's shares apply again. A discount that costs more than it can bring is proposed to be left out.
 *
 * @returns null: the shares stay
 */
export function stepDiscounts(
  variants: readonly VariantShare[],
  { chance, isSupported, needless }: Pick<DiscountGain, "chance" | "isSupported" | "needless">,
  {
    reach,
    isApproved,
    isProposed,
  }: { readonly reach: number; readonly isApproved: boolean; readonly isProposed: boolean },
): { readonly variants: readonly VariantShare[]; readonly awaitsApproval: boolean } | null {
  const isFree = isSupported || isApproved;
  const awaitsApproval = !isFree && (chance >= MIN_PROPOSED_CHANCE || needless !== null);
  if (!isFree) {
    const isLower = shareOfBest(variants) > shareOfBest(DISCOUNT_TRIAL) + 1e-9;
    if (!isLower && (!awaitsApproval || isProposed)) return null;
    return { variants: DISCOUNT_TRIAL, awaitsApproval };
  }
  const step = stepShares(
    { kind: "offer", variants },
    { shares: WANTED.map(({ share }) => share), groupShares: [] },
    { reach, isFree },
  );
  const after = step.variants.map(({ variant, text, share }) => ({ variant, text, share }));
  const isChanged = after.some(
    ({ share }, n) => Math.abs(share - (variants[n]?.share ?? 0)) >= MIN_SHARE_CHANGE - 1e-9,
  );
  return isChanged ? { variants: after, awaitsApproval: false } : null;
}

const shareOfBest = (variants: readonly VariantShare[]) =>
  variants.find(({ variant }) => variant === BEST_DISCOUNT)?.share ?? 0;

/** An outcome with the variant that was drawn. */
export interface DrawnOutcome extends OfferOutcome {
  readonly variant: string;
}

/**
 * The sequential guard: whether emails with the merchant's own discount earn more net margin in 30 days than those with
 * the chosen ones, by evidence that may be looked at each day. A person's margin beyond that of the 99th percentile of
 * those who ordered counts as it, so that no single order decides. Customers are compared, by their mean margin: an email
 * counts as its part of the recipient's emails in its 30 days, and who got many emails is evidence once.
 *
 * @param days since the test began
 */
export function judgeDiscounts(outcomes: readonly DrawnOutcome[], days: number) {
  const marginOf = ({ netMinor, costMinor }: OfferOutcome) => netMinor - costMinor;
  const positive = outcomes.map(marginOf).filter((it) => it > 0);
  positive.sort((a, b) => a - b);
  const most = positive[Math.ceil(0.99 * positive.length) - 1] ?? 0;
  const totalsOf = (variant: string) => {
    const its = outcomes.filter((it) => it.variant === variant);
    const means = [...Map.groupBy(its, ({ customer }) => customer).values()].map((own) => {
      const sumOver = (power: 0 | 1) =>
        own.reduce((sum, it) => sum + Math.min(most, marginOf(it)) ** power / it.emailsInPeriod, 0);
      return sumOver(1) / sumOver(0);
    });
    const sumOver = (power: 1 | 2) => means.reduce((sum, it) => sum + it ** power, 0);
    return { sends: its.length, people: means.length, sum: sumOver(1), sumOfSquares: sumOver(2) };
  };
  const [control, treated] = [totalsOf(OWN_VARIANT), totalsOf(BEST_DISCOUNT)];
  const verdict = judgeRollout(control, treated, days, { endsWithoutGain: false });
  return {
    isWorse: verdict.kind === "reverts",
    sends: { control: control.sends, treated: treated.sends },
    mean: { control: verdict.controlMean, treated: verdict.treatedMean },
  };
}
