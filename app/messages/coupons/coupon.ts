import { toInstant, toWallTime } from "~/flows/time/wall-clock";
import { flattenBlocks } from "../blocks/block";
import type { LocalEmail } from "../document/email-document";

/** A recipient's discount code. */
export interface EmailCoupon {
  readonly code: string;
  /** Whole percent, 1 to 90. */
  readonly percentOff: number;
  /** Expiry: midnight in the shop's time zone. */
  readonly endsAt: Date;
}

/** Owner of a discount. */
export type CouponOwner =
  | { readonly kind: "step"; readonly flowId: string; readonly stepId: string }
  | { readonly kind: "campaign"; readonly campaignId: string };

/** Key of an owner, shared by its discount and codes. */
export function ownerKeyOf(owner: CouponOwner): string {
  return owner.kind === "step"
    ? `flow/${owner.flowId}/${owner.stepId}`
    : `campaign/${owner.campaignId}`;
}

/** The owner of a message's discount; null if it has none. */
export function ownerOf(message: {
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly campaignId: string | null;
}): CouponOwner | null {
  const { flowId, stepId, campaignId } = message;
  if (campaignId !== null) return { kind: "campaign", campaignId };
  return flowId === null || stepId === null ? null : { kind: "step", flowId, stepId };
}

/** Whether an email shows a personal code: a coupon block without a fixed code, or a text that names it. */
export function showsCoupon({ subject, preheader, blocks }: LocalEmail): boolean {
  const hasBlock = flattenBlocks(blocks).some(({ kind, ...it }) =>
    kind === "coupon" && "code" in it ? it.code === "" : false,
  );
  return hasBlock || NAMED.test(JSON.stringify([subject, preheader, blocks]));
}

const NAMED = /\{\{\s*coupon\./;

/**
 * Expiry of a code: the end of the day in the shop's time zone on which `validDays` have passed, so that
 * "until 12 March" includes 12 March.
 *
 * @param timeZone the shop's, an IANA name
 */
export function couponEnd(givenAt: Date, validDays: number, timeZone: string): Date {
  const { year, month, day } = toWallTime(givenAt, timeZone);
  return toInstant({ year, month, day: day + validDays + 1, hour: 0, minute: 0 }, timeZone);
}

/** The last valid day in the locale's format. */
export function untilText(endsAt: Date, locale: string, timeZone: string): string {
  const lastMoment = new Date(endsAt.getTime() - 1);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(lastMoment);
  return day.replaceAll(" ", "\u00a0");
}

/** Without look-alike characters, and without vowels, which form words. */
const LETTERS = "BCDFGHJKMNPQRTVWXY346789";
const CODE_LENGTH = 8;
const GROUP_LENGTH = 4;

/**
 * A code that can be typed: two groups of four of 24 characters, as in "7KQ4-M9XB". With ten thousand unused codes in a
 * shop, eleven million guesses find one; each code is good for one order.
 *
 * @param bytes at least 16 random bytes; those above 239 are skipped to avoid bias
 */
export function codeFrom(bytes: Uint8Array): string {
  const even = [...bytes].filter((byte) => byte < LETTERS.length * 10);
  if (even.length < CODE_LENGTH) throw new RangeError("Too few random bytes for a code");
  const letters = even.slice(0, CODE_LENGTH).map((byte) => LETTERS[byte % LETTERS.length]);
  const groups = [letters.slice(0, GROUP_LENGTH), letters.slice(GROUP_LENGTH)];
  return groups.map((group) => group.join("")).join("-");
}
