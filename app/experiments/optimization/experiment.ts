import { z } from "zod";
import type { RecommendationList } from "~/recommendations/recommendation";
import { unitHash } from "../draw-holdout";

/**
 * Kinds of experiments: an email's subject, recommendation list, layout, send time and discount, and the email
 * frequency.
 */
export const ExperimentKind = z.enum([
  "subject",
  "products",
  "layout",
  "hour",
  "offer",
  "frequency",
]);
export type ExperimentKind = z.infer<typeof ExperimentKind>;

/** A variant and its share of the assignments. */
export const VariantShare = z.object({
  /** `own` is the merchant's setting; otherwise a list, a subject key or the kind's single variant. */
  variant: z.string().min(1).max(40),
  /** The subject line; null for other kinds. */
  text: z.string().nullable(),
  /** In [0, 1]; the shares of an experiment add up to 1. */
  share: z.number().min(0).max(1),
  /** Shares in the customer groups of `FREQUENCY_GROUPS`; without them, `share` in each. */
  groupShares: z.array(z.number().min(0).max(1)).readonly().optional(),
});
export type VariantShare = z.infer<typeof VariantShare>;
export const VariantShares = z.array(VariantShare).min(1).max(6);

/** The merchant's own variant, which always keeps a share. */
export const OWN_VARIANT = "own";
/** Control share of the merchant's own variant, to measure the effect. */
export const CONTROL_SHARE = 0.1;

/** Scope of an experiment: `flowId` and `stepId` name an email; null means all email, or all campaigns for a discount. */
export interface ExperimentScope {
  readonly kind: ExperimentKind;
  readonly flowId: string | null;
  readonly stepId: string | null;
}

/** An experiment and its current shares. */
export interface Experiment extends ExperimentScope {
  readonly variants: readonly VariantShare[];
  /** Whether the merchant reverted a decision: the experiment is then on hold. */
  readonly isHeld: boolean;
}

export function scopeKey({ kind, flowId, stepId }: ExperimentScope): string {
  return [kind, flowId, stepId].filter((part) => part !== null).join("/");
}

export const FREQUENCY_SCOPE: ExperimentScope = { kind: "frequency", flowId: null, stepId: null };
/** The discounts of all campaigns, which are tested together: each campaign is sent once. */
export const CAMPAIGN_OFFER_SCOPE: ExperimentScope = { kind: "offer", flowId: null, stepId: null };

/** The approved shares: all but the control for the tested variant. */
export function approvedShares(shares: readonly VariantShare[]): VariantShare[] {
  const tried = shares.filter(({ variant }) => variant !== OWN_VARIANT).length;
  return shares.map((it) => ({
    ...it,
    share: it.variant === OWN_VARIANT ? CONTROL_SHARE : (1 - CONTROL_SHARE) / tried,
  }));
}

/** Only the merchant's setting. */
export const MERCHANT_SETTING: readonly VariantShare[] = [
  { variant: OWN_VARIANT, text: null, share: 1 },
];

/** The variants with all emails for the merchant's own. */
export const ownOnly = (variants: readonly VariantShare[]): VariantShare[] =>
  variants.map(({ variant, text }) => ({ variant, text, share: variant === OWN_VARIANT ? 1 : 0 }));

/** Share of emails with another list in a test. */
const TEST_SHARE = 0.2;
const TRIED_LISTS = [
  "chosen_next",
  "goes_with",
  "new_for_you",
] as const satisfies readonly RecommendationList[];

/** Lists that are tested against an email's own, because they are interchangeable. */
export function productTrial(ownList: RecommendationList): VariantShare[] | null {
  if (!TRIED_LISTS.some((list) => list === ownList)) return null;
  const others = TRIED_LISTS.filter((list) => list !== ownList);
  return [
    { variant: OWN_VARIANT, text: null, share: 1 - TEST_SHARE },
    ...others.map((variant) => ({ variant, text: null, share: TEST_SHARE / others.length })),
  ];
}

/**
 * Variants of the layout and send-time experiments: products above the text, the customer's best send time, and an
 * hour drawn at random, which measures what an hour is worth and is never chosen.
 */
export const PRODUCTS_FIRST = "products_first";
export const BEST_HOUR = "best_hour";
export const RANDOM_HOUR = "random_hour";

/**
 * Variants of the discount: the one that is chosen for each customer, and one drawn at random, which measures what
 * discounts do.
 */
export const BEST_DISCOUNT = "best_discount";
export const RANDOM_DISCOUNT = "random_discount";

/** Shares of a test of others against the merchant's own. */
export function trialOf(
  ...variants: readonly (typeof PRODUCTS_FIRST | typeof BEST_HOUR | typeof RANDOM_HOUR)[]
): VariantShare[] {
  return [
    { variant: OWN_VARIANT, text: null, share: 1 - TEST_SHARE },
    ...variants.map((variant) => ({ variant, text: null, share: TEST_SHARE / variants.length })),
  ];
}

/** The email's own and up to four others. */
export const MAX_SUBJECTS = 5;

/**
 * Adds a subject; all get equal shares again. Null when there are enough.
 *
 * @param key the variant of a ready subject; without it, the merchant wrote the subject
 */
export function withSubject(
  shares: readonly VariantShare[],
  text: string,
  key?: string,
): VariantShare[] | null {
  if (shares.length >= MAX_SUBJECTS) return null;
  const next = shares.reduce(
    (most, { variant }) => Math.max(most, Number(/^line-(\d+)$/.exec(variant)?.[1] ?? 1)),
    1,
  );
  const all = [...shares, { variant: key ?? `line-${next + 1}`, text }];
  return all.map(({ variant, text: line }) => ({ variant, text: line, share: 1 / all.length }));
}

/**
 * Assigns a variant by a hash, so that the same key gets the same variant while the shares stay the same.
 *
 * @param drawKey identifies the shop, the experiment and the unit of assignment
 */
export function drawByShares<S extends Pick<VariantShare, "share">>(
  shares: readonly S[],
  drawKey: string,
): S {
  const place = unitHash(drawKey);
  let below = 0;
  for (const variant of shares) {
    below += variant.share;
    if (place < below) return variant;
  }
  // Rounding: the shares may add up to slightly less than 1.
  return shares.reduce((last, variant) => (variant.share > 0 ? variant : last));
}

/** The shares in one customer group; null: a customer of an unknown group, who gets the mean shares. */
export function sharesInGroup(
  shares: readonly VariantShare[],
  group: number | null,
): readonly VariantShare[] {
  return group === null
    ? shares
    : shares.map((it) => ({ ...it, share: it.groupShares?.[group] ?? it.share }));
}

/** Removes a subject; its share goes to the merchant's own. */
export function withoutSubject(shares: readonly VariantShare[], removed: string): VariantShare[] {
  const freed =
    shares.find(({ variant }) => variant === removed && variant !== OWN_VARIANT)?.share ?? 0;
  // The next decision sets the groups' shares again.
  return shares
    .filter(({ variant }) => variant === OWN_VARIANT || variant !== removed)
    .map(({ variant, text, share }) => ({
      ...{ variant, text },
      share: variant === OWN_VARIANT ? share + freed : share,
    }));
}
