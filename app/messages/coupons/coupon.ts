import { toInstant, toWallTime } from "~/flows/time/wall-clock";
import { flattenBlocks } from "../blocks/block";
import type { LocalMail } from "../document/mail-document";

/** A code for one person, as their mail shows it. */
export interface MailCoupon {
  readonly code: string;
  /** Whole percent, 1 to 90. */
  readonly percentOff: number;
  /** The instant at which it ends: midnight in the shop. */
  readonly endsAt: Date;
}

/** What a discount in Shopify belongs to. */
export type CouponOwner =
  | { readonly kind: "step"; readonly flowId: string; readonly stepId: string }
  | { readonly kind: "campaign"; readonly campaignId: string };

/** The key of an owner's discount; its codes share it. */
export function ownerKeyOf(owner: CouponOwner): string {
  return owner.kind === "step"
    ? `flow/${owner.flowId}/${owner.stepId}`
    : `campaign/${owner.campaignId}`;
}

/** The owner of a stored message; null for one of neither. */
export function ownerOf(message: {
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly campaignId: string | null;
}): CouponOwner | null {
  const { flowId, stepId, campaignId } = message;
  if (campaignId !== null) return { kind: "campaign", campaignId };
  return flowId === null || stepId === null ? null : { kind: "step", flowId, stepId };
}

/**
 * Whether a mail has a place for a code of one's own: a coupon block in which
 * the merchant wrote none, or a text that names it.
 */
export function showsCoupon({ subject, preheader, blocks }: LocalMail): boolean {
  const hasBlock = flattenBlocks(blocks).some(({ kind, ...it }) =>
    kind === "coupon" && "code" in it ? it.code === "" : false,
  );
  return hasBlock || NAMED.test(JSON.stringify([subject, preheader, blocks]));
}

const NAMED = /\{\{\s*coupon\./;

/**
 * When a code ends: with the day in the shop on which `validDays` days are over,
 * so that "until 12 March" holds all of 12 March.
 *
 * @param timeZone the shop's, an IANA name
 */
export function couponEnd(givenAt: Date, validDays: number, timeZone: string): Date {
  const { year, month, day } = toWallTime(givenAt, timeZone);
  return toInstant({ year, month, day: day + validDays + 1, hour: 0, minute: 0 }, timeZone);
}

/** The last day on which a code holds, as the locale writes it: "12 March 2026". */
export function untilText(endsAt: Date, locale: string, timeZone: string): string {
  const lastMoment = new Date(endsAt.getTime() - 1);
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(lastMoment);
}

/** Without letters and digits that are taken for one another, and without vowels, which make words. */
const LETTERS = "BCDFGHJKMNPQRTVWXY346789";
const CODE_LENGTH = 12;

/**
 * A code that nobody can guess: 12 of 24 letters, 55 bits.
 *
 * @param bytes at least 24 random bytes; those above 239 are passed over, so that each letter is as likely
 */
export function codeFrom(bytes: Uint8Array): string {
  const even = [...bytes].filter((byte) => byte < LETTERS.length * 10);
  if (even.length < CODE_LENGTH) throw new RangeError("Too few random bytes for a code");
  return even
    .slice(0, CODE_LENGTH)
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join("");
}
