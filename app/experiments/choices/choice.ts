import { z } from "zod";
import type { RecommendationList } from "~/recommendations/recommendation";
import { unitHash } from "../draw-arm";

/**
 * What Kindred may choose: a mail's subject, the list its products come from, where they stand in it,
 * the hour at which it leaves, and how often it writes.
 */
export const ChoiceKind = z.enum(["subject", "products", "layout", "hour", "frequency"]);
export type ChoiceKind = z.infer<typeof ChoiceKind>;

/** One of several ways, and the share of the draws that take it. */
export const ArmShare = z.object({
  /** `own` is what the merchant set; of products a list, of subjects a key, of the others their one arm. */
  arm: z.string().min(1).max(40),
  /** The subject line; null where the arm says it all. */
  text: z.string().nullable(),
  /** In [0, 1]; the shares of a choice add up to 1. */
  share: z.number().min(0).max(1),
});
export type ArmShare = z.infer<typeof ArmShare>;
export const ArmShares = z.array(ArmShare).min(1).max(6);

/** The merchant's own way: it is never without a share while another has one. */
export const OWN = "own";
/** Share that stays with the merchant's own way, so that what a choice brings can be told. */
export const CONTROL_SHARE = 0.1;

/** What a choice is about; `flowId` and `stepId` name a mail, null what holds for all mails. */
export interface Scope {
  readonly kind: ChoiceKind;
  readonly flowId: string | null;
  readonly stepId: string | null;
}

/** A choice as it stands. */
export interface Choice extends Scope {
  readonly arms: readonly ArmShare[];
  /** Whether the merchant took a change back: Kindred then leaves it as it is. */
  readonly isHeld: boolean;
}

export function scopeKey({ kind, flowId, stepId }: Scope): string {
  return [kind, flowId, stepId].filter((part) => part !== null).join("/");
}

export const ALL_MAILS: Scope = { kind: "frequency", flowId: null, stepId: null };

/** The arms with all but the control for the one that is tried, as the merchant approves it. */
export function approvedArms(arms: readonly ArmShare[]): ArmShare[] {
  const tried = arms.filter(({ arm }) => arm !== OWN).length;
  return arms.map((it) => ({
    ...it,
    share: it.arm === OWN ? CONTROL_SHARE : (1 - CONTROL_SHARE) / tried,
  }));
}

/** Everything as the merchant set it. */
export const AS_SET: readonly ArmShare[] = [{ arm: OWN, text: null, share: 1 }];

/** Share of a trial's mails that take another list than the merchant's. */
const TRIED_SHARE = 0.2;
const TRIED_LISTS = [
  "chosen_next",
  "goes_with",
  "new_for_you",
] as const satisfies readonly RecommendationList[];

/** The lists that a mail's products are tried from, beside its own: each can stand in for the others. */
export function productTrial(ownList: RecommendationList): ArmShare[] | null {
  if (!TRIED_LISTS.some((list) => list === ownList)) return null;
  const others = TRIED_LISTS.filter((list) => list !== ownList);
  return [
    { arm: OWN, text: null, share: 1 - TRIED_SHARE },
    ...others.map((arm) => ({ arm, text: null, share: TRIED_SHARE / others.length })),
  ];
}

/** The other way of each choice that has one: products above the text, and each customer's best hour. */
export const PRODUCTS_FIRST = "products_first";
export const BEST_HOUR = "best_hour";

/** Where one other way is tried beside the merchant's own. */
export function trialOf(arm: typeof PRODUCTS_FIRST | typeof BEST_HOUR): ArmShare[] {
  return [
    { arm: OWN, text: null, share: 1 - TRIED_SHARE },
    { arm, text: null, share: TRIED_SHARE },
  ];
}

const MOST_SUBJECTS = 4;

/** The subjects of a mail with one more, all tried alike again; null where there are enough. */
export function withSubject(arms: readonly ArmShare[], text: string): ArmShare[] | null {
  if (arms.length >= MOST_SUBJECTS) return null;
  const next = arms.reduce(
    (most, { arm }) => Math.max(most, Number(/^line-(\d+)$/.exec(arm)?.[1] ?? 1)),
    1,
  );
  const all = [...arms, { arm: `line-${next + 1}`, text, share: 0 }];
  return all.map((arm) => ({ ...arm, share: 1 / all.length }));
}

/**
 * The arm that a draw falls on: a hash, so that the same draw falls on the same arm as long as the
 * shares stand.
 *
 * @param drawKey names shop, choice and who or what is drawn for
 */
export function drawByShares(arms: readonly ArmShare[], drawKey: string): ArmShare {
  const place = unitHash(drawKey);
  let below = 0;
  for (const arm of arms) {
    below += arm.share;
    if (place < below) return arm;
  }
  // Rounding: the shares add up to a hair less than 1.
  return arms.reduce((last, arm) => (arm.share > 0 ? arm : last));
}

/** The subjects of a mail without one of them; its share goes to the merchant's own. */
export function withoutSubject(arms: readonly ArmShare[], gone: string): ArmShare[] {
  const freed = arms.find(({ arm }) => arm === gone && arm !== OWN)?.share ?? 0;
  return arms
    .filter(({ arm }) => arm === OWN || arm !== gone)
    .map((arm) => (arm.arm === OWN ? { ...arm, share: arm.share + freed } : arm));
}
