import { z } from "zod";
import type { RecommendationList } from "~/recommendations/recommendation";
import { unitHash } from "../draw-holdout";

/**
 * What Kindred may choose: a mail's subject, the list its products come from, where they stand in it,
 * the hour at which it leaves, and how often it writes.
 */
export const ExperimentKind = z.enum(["subject", "products", "layout", "hour", "frequency"]);
export type ExperimentKind = z.infer<typeof ExperimentKind>;

/** One of several ways, and the share of the draws that take it. */
export const VariantShare = z.object({
  /** `own` is what the merchant set; of products a list, of subjects a key, of the others their one arm. */
  arm: z.string().min(1).max(40),
  /** The subject line; null where the arm says it all. */
  text: z.string().nullable(),
  /** In [0, 1]; the shares of a choice add up to 1. */
  share: z.number().min(0).max(1),
});
export type VariantShare = z.infer<typeof VariantShare>;
export const VariantShares = z.array(VariantShare).min(1).max(6);

/** The merchant's own way: it is never without a share while another has one. */
export const OWN_VARIANT = "own";
/** Share that stays with the merchant's own way, so that what a choice brings can be told. */
export const CONTROL_SHARE = 0.1;

/** What a choice is about; `flowId` and `stepId` name a mail, null what holds for all mails. */
export interface ExperimentScope {
  readonly kind: ExperimentKind;
  readonly flowId: string | null;
  readonly stepId: string | null;
}

/** A choice as it stands. */
export interface Experiment extends ExperimentScope {
  readonly arms: readonly VariantShare[];
  /** Whether the merchant took a change back: Kindred then leaves it as it is. */
  readonly isHeld: boolean;
}

export function scopeKey({ kind, flowId, stepId }: ExperimentScope): string {
  return [kind, flowId, stepId].filter((part) => part !== null).join("/");
}

export const FREQUENCY_SCOPE: ExperimentScope = { kind: "frequency", flowId: null, stepId: null };

/** The arms with all but the control for the one that is tried, as the merchant approves it. */
export function approvedShares(shares: readonly VariantShare[]): VariantShare[] {
  const tried = shares.filter(({ arm }) => arm !== OWN_VARIANT).length;
  return shares.map((it) => ({
    ...it,
    share: it.arm === OWN_VARIANT ? CONTROL_SHARE : (1 - CONTROL_SHARE) / tried,
  }));
}

/** Everything as the merchant set it. */
export const MERCHANT_SETTING: readonly VariantShare[] = [
  { arm: OWN_VARIANT, text: null, share: 1 },
];

/** Share of a trial's mails that take another list than the merchant's. */
const TRIED_SHARE = 0.2;
const TRIED_LISTS = [
  "chosen_next",
  "goes_with",
  "new_for_you",
] as const satisfies readonly RecommendationList[];

/** The lists that a mail's products are tried from, beside its own: each can stand in for the others. */
export function productTrial(ownList: RecommendationList): VariantShare[] | null {
  if (!TRIED_LISTS.some((list) => list === ownList)) return null;
  const others = TRIED_LISTS.filter((list) => list !== ownList);
  return [
    { arm: OWN_VARIANT, text: null, share: 1 - TRIED_SHARE },
    ...others.map((arm) => ({ arm, text: null, share: TRIED_SHARE / others.length })),
  ];
}

/** The other way of each choice that has one: products above the text, and each customer's best hour. */
export const PRODUCTS_FIRST = "products_first";
export const BEST_HOUR = "best_hour";

/** Where one other way is tried beside the merchant's own. */
export function trialOf(arm: typeof PRODUCTS_FIRST | typeof BEST_HOUR): VariantShare[] {
  return [
    { arm: OWN_VARIANT, text: null, share: 1 - TRIED_SHARE },
    { arm, text: null, share: TRIED_SHARE },
  ];
}

const MAX_SUBJECTS = 4;

/** The subjects of a mail with one more, all tried alike again; null where there are enough. */
export function withSubject(shares: readonly VariantShare[], text: string): VariantShare[] | null {
  if (shares.length >= MAX_SUBJECTS) return null;
  const next = shares.reduce(
    (most, { arm }) => Math.max(most, Number(/^line-(\d+)$/.exec(arm)?.[1] ?? 1)),
    1,
  );
  const all = [...shares, { arm: `line-${next + 1}`, text, share: 0 }];
  return all.map((arm) => ({ ...arm, share: 1 / all.length }));
}

/**
 * The arm that a draw falls on: a hash, so that the same draw falls on the same arm as long as the
 * shares stand.
 *
 * @param drawKey names shop, choice and who or what is drawn for
 */
export function drawByShares(shares: readonly VariantShare[], drawKey: string): VariantShare {
  const place = unitHash(drawKey);
  let below = 0;
  for (const arm of shares) {
    below += arm.share;
    if (place < below) return arm;
  }
  // Rounding: the shares add up to a hair less than 1.
  return shares.reduce((last, arm) => (arm.share > 0 ? arm : last));
}

/** The subjects of a mail without one of them; its share goes to the merchant's own. */
export function withoutSubject(shares: readonly VariantShare[], removed: string): VariantShare[] {
  const freed = shares.find(({ arm }) => arm === removed && arm !== OWN_VARIANT)?.share ?? 0;
  return shares
    .filter(({ arm }) => arm === OWN_VARIANT || arm !== removed)
    .map((arm) => (arm.arm === OWN_VARIANT ? { ...arm, share: arm.share + freed } : arm));
}
