// Controls and line separators break headers and lines; bidi controls let a
// value reverse the words around it; private use characters are the compiler's
// marks (placeholders.ts); lone surrogates are no text at all.
const UNWANTED = /[\p{Cc}\p{Co}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;
const NEEDS_CLEANING = /[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]| {2}|^\s|\s$/u;

/**
 * Makes a value of unknown origin into one clean line: no control or bidi
 * control characters, single spaces, at most `maxChars` UTF-16 units (a cut
 * text ends in "…" and never in half a character).
 */
export function cleanText(value: string, maxChars: number): string {
  const clean = NEEDS_CLEANING.test(value)
    ? value.toWellFormed().replace(UNWANTED, " ").replace(/ {2,}/g, " ").trim()
    : value;
  return truncate(clean, maxChars);
}

/** Cuts a text to at most `maxChars` UTF-16 units, at a word's end where one is near, and adds "…". */
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

/** Whether a text is an absolute http or https address that is safe in an `href` or `src`. */
export function isWebUrl(url: string): boolean {
  return url.length <= 2_000 && /^https?:\/\/[^\s"<>`\\\p{Cc}]+$/iu.test(url);
}

/** Whether a picture in an email may have this address: a safe one, or one of this machine, as those of a local Shopify are. */
export function isPictureUrl(url: string): boolean {
  return (
    isWebUrl(url) && /^(?:https:|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?\/)/.test(url)
  );
}

const EMAIL_OR_PHONE = /^(?:mailto:[^\s"<>`\\:/?#&@]+@[a-z0-9.-]+|tel:\+?[0-9(). -]{3,24})$/i;

/** As `isWebUrl`, or an email address or telephone number to tap on. */
export function isLinkUrl(url: string): boolean {
  return isWebUrl(url) || (url.length <= 500 && EMAIL_OR_PHONE.test(url));
}
