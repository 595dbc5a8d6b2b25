import { cleanText, isWebUrl } from "./merge/clean-text";
import type { MailLine, MailPick, MailValues } from "./merge/mail-values";

const MAX_LINES = 10;
const MAX_PICKS = 8;

export interface LineView {
  readonly title: string;
  /** "Blue, quantity 2" */
  readonly detail: string;
  readonly price: string;
  readonly imageUrl: string | null;
}

export interface PickView {
  readonly title: string;
  readonly price: string;
  readonly reason: string;
  readonly url: string;
  readonly imageUrl: string | null;
}

/** What a template may name. Strings are clean, lists are capped, all is written out. */
export interface MailView {
  readonly recipient: { readonly firstName: string | null };
  readonly checkout: {
    readonly lines: readonly LineView[];
    /** "and 3 more items", when the checkout is longer than a mail should be */
    readonly moreLines: string | null;
    readonly firstProductTitle: string | null;
    readonly total: string | null;
    readonly recoveryUrl: string | null;
  };
  readonly order: { readonly firstProductTitle: string | null };
  readonly picks: readonly PickView[];
  /** The same picks two by two, for a grid that also holds in Outlook. */
  readonly pickPairs: readonly { readonly left: PickView; readonly right: PickView | null }[];
  readonly links: { readonly unsubscribe: string; readonly shop: string };
}

/** Turns one recipient's values into what the templates show. */
export function viewMail({ recipient, checkout, order, picks, links }: MailValues): MailView {
  const pickViews = picks.slice(0, MAX_PICKS).map(viewPick);
  const hidden = Math.max(0, (checkout?.lines.length ?? 0) - MAX_LINES);
  return {
    recipient: { firstName: greetingName(recipient.firstName) },
    checkout: {
      lines: checkout?.lines.slice(0, MAX_LINES).map(viewLine) ?? [],
      moreLines: hidden === 0 ? null : `and ${hidden} more ${hidden === 1 ? "item" : "items"}`,
      firstProductTitle: titleOrNull(checkout?.lines[0]?.title),
      total: checkout ? cleanText(checkout.total, 40) : null,
      recoveryUrl: checkout?.recoveryUrl ?? null,
    },
    order: { firstProductTitle: titleOrNull(order?.firstProductTitle) },
    picks: pickViews,
    pickPairs: inPairs(pickViews),
    links,
  };
}

/**
 * A first name that may stand in a greeting, or `null`. Anyone can type a name
 * at a checkout with someone else's address, so a name that could carry an
 * advertisement (an address, digits, a sentence) is not repeated.
 */
export function greetingName(firstName: string | null): string | null {
  const name = cleanText(firstName ?? "", 100);
  const looksLikeName = /^[\p{L}\p{M}][\p{L}\p{M}'’. -]{0,29}$/u.test(name);
  const looksLikeHost = /\p{L}\.\p{L}{2}/u.test(name);
  return looksLikeName && !looksLikeHost ? name : null;
}

function viewLine({ title, variantTitle, quantity, price, imageUrl }: MailLine): LineView {
  const count = `quantity ${quantity}`;
  return {
    title: cleanText(title, 120),
    detail: variantTitle ? `${cleanText(variantTitle, 60)}, ${count}` : `Q${count.slice(1)}`,
    price: cleanText(price, 40),
    imageUrl: imageUrl !== null && isWebUrl(imageUrl) ? imageUrl : null,
  };
}

function viewPick({ title, price, reason, url, imageUrl }: MailPick): PickView {
  return {
    title: cleanText(title, 120),
    price: cleanText(price, 40),
    reason: cleanText(reason, 160),
    url,
    imageUrl: isWebUrl(imageUrl) ? imageUrl : null,
  };
}

function titleOrNull(title: string | undefined): string | null {
  return title === undefined ? null : cleanText(title, 120) || null;
}

function inPairs(picks: readonly PickView[]): MailView["pickPairs"] {
  return picks.flatMap((left, i) => (i % 2 === 0 ? [{ left, right: picks[i + 1] ?? null }] : []));
}
