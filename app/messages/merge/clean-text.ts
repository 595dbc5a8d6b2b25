// Control characters and line separators break headers and lines; bidi controls let a value reverse the surrounding
// text; private use characters are the compiler's markers (placeholders.ts); lone surrogates are invalid text.
const UNWANTED = /[\p{Cc}\p{Co}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;
const NEEDS_CLEANING = /[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]| {2}|^\s|\s$/u;

/**
 * Turns an untrusted value into one clean line: no control or bidi control characters, single spaces, at most
 * `maxChars` UTF-16 units (a cut text ends in "…" and never within a character).
 */
export function cleanText(value: string, maxChars: number): string {
  const clean = NEEDS_CLEANING.test(value)
    ? value.toWellFormed().replace(UNWANTED, " ").replace(/ {2,}/g, " ").trim()
    : value;
  return truncate(clean, maxChars);
}

/** Cuts a text to at most `maxChars` UTF-16 units, at the end of a word if one is near, and adds "…". */
export function truncate(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  if (maxChars < 1) return "";
  const cut = text.slice(0, maxChars - 1);
  const space = cut.lastIndexOf(" ");
  const kept = space > maxChars * 0.6 ? cut.slice(0, space) : withoutHalfCharacter(cut);
  return `${kept.replace(/[\s,;:.\-–]+$/, "")}…`;
}

function withoutHalfCharacter(text: string): string {
  return /\p{Cs}$/u.test(text) ? text.slice(0, -1) : text;
}

// Without the flag "u", which takes longer on long URLs; the ranges are \p{Cc}.
const WEB_URL = /^https?:\/\/[^\s"<>`\\\x00-\x1f\x7f-\x9f]+$/i;

/** Whether a text is an absolute http or https address that is safe in an `href` or `src`. */
export function isWebUrl(url: string): boolean {
  return url.length <= 2_000 && WEB_URL.test(url);
}

/** Whether an image in an email may have this URL: a safe one, or one on this machine, such as a local Shopify's. */
export function isPictureUrl(url: string): boolean {
  return (
    isWebUrl(url) && /^(?:https:|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?\/)/.test(url)
  );
}

const EMAIL_OR_PHONE = /^(?:mailto:[^\s"<>`\\:/?#&@]+@[a-z0-9.-]+|tel:\+?[0-9(). -]{3,24})$/i;

/** Like `isWebUrl`, or an email address or telephone number as a link. */
export function isLinkUrl(url: string): boolean {
  return isWebUrl(url) || (url.length <= 500 && EMAIL_OR_PHONE.test(url));
}
