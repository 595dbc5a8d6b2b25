/** Shopify's format of an amount in hundredths: 1234 is "12.34". */
export function decimalOf(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, "0");
  return `${minor < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Parses a decimal text with up to two places to hundredths: "2.1" is 210. Throws on anything else. */
export function minorOf(decimal: string): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(decimal);
  if (!match) throw new RangeError(`"${decimal}" is no amount with at most two decimals`);
  const [, sign, whole, fraction = ""] = match;
  return Number(`${sign}${whole}${fraction.padEnd(2, "0")}`);
}

/** The text as a Shopify handle: lower-case letters and digits, joined by "-"; "" when it has none. */
export function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

/** The text escaped for HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
