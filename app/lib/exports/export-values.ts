const MAX_DIGITS = 12;

/** The decimal mark of a file's amounts; null where each amount shows it. */
export type DecimalMark = "." | "," | null;

/**
 * An amount in common formats: "1,234.56", "1.234,56", "1 234,5", "£12", "12.00 USD".
 * Without a known decimal mark the last "." or "," is it, unless it precedes groups of exactly three digits without
 * other evidence ("1,234" is a thousand; "1.234" is a decimal, but see `isUnclearAmount`).
 *
 * @returns the amount with two decimals, rounded half away from zero; null when it is invalid, negative or has more
 * than 12 digits before the decimal mark
 */
export function parseAmount(text: string, mark: DecimalMark = null): string | null {
  const bare = text.replace(
    /[\s\u00a0\u202f'’]|\p{Sc}|^[A-Za-z]{1,3}\.?(?=[\s\d\p{Sc}])|(?<=[\s\d\p{Sc}])[A-Za-z]{1,3}\.?$/gu,
    "",
  );
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(bare)) return null;
  const plain = mark === null ? withPoint(bare) : withMark(bare, mark);
  if (!/^\d*(?:\.\d*)?$/.test(plain)) return null;
  const [whole = "", fraction = ""] = plain.split(".");
  if (whole.replace(/^0+/, "").length > MAX_DIGITS) return null;
  const hundredths =
    BigInt(`${whole}${fraction.slice(0, 2).padEnd(2, "0")}`) +
    ((fraction[2] ?? "0") >= "5" ? 1n : 0n);
  const digits = String(hundredths).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** An integer, "2" or "2.0"; null when invalid. May be negative (oversold stock). */
export function parseCount(text: string): number | null {
  const match = /^([+-]?\d{1,9})(?:[.,]0*)?$/.exec(text.trim());
  return match ? Number(match[1]) : null;
}

/** "1.234" may be a thousand, or a little more than one in a currency with three decimals. */
export function isUnclearAmount(text: string): boolean {
  return /^[^\d.,]*[1-9]\d{0,2}\.\d{3}[^\d.,]*$/.test(text);
}

/** "true", "yes", "1", "y" in any case; null for an empty text, so that the caller's default applies. */
export function parseFlag(text: string): boolean | null {
  if (text.trim() === "") return null;
  return /^(?:true|yes|1|y)$/i.test(text.trim());
}

function withPoint(bare: string): string {
  const lastPoint = bare.lastIndexOf(".");
  const lastComma = bare.lastIndexOf(",");
  if (lastPoint >= 0 && lastComma >= 0) {
    const [decimal, group] = lastPoint > lastComma ? [".", ","] : [",", "."];
    return bare.replaceAll(group, "").replace(decimal, ".");
  }
  if (lastComma >= 0)
    return /^\d{1,3}(?:,\d{3})+$/.test(bare) ? bare.replaceAll(",", "") : bare.replace(",", ".");
  return /^\d{1,3}(?:\.\d{3}){2,}$/.test(bare) ? bare.replaceAll(".", "") : bare;
}

/** The mark decides where both readings are possible; Shopify writes "12.50" in any language. */
function withMark(bare: string, mark: "." | ","): string {
  const group = mark === "." ? "," : ".";
  const isGrouped = new RegExp(`^\\d{1,3}(?:[${group}]\\d{3})+(?:[${mark}]\\d*)?$`).test(bare);
  const isPlain = new RegExp(`^\\d*[${mark}]\\d*$`).test(bare);
  return isGrouped || isPlain ? bare.replaceAll(group, "").replace(mark, ".") : withPoint(bare);
}
