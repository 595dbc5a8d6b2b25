const MAX_DIGITS = 12;

/**
 * An amount in common formats: "1,234.56", "1.234,56", "1 234,5", "£12", "12.00 USD".
 * The last "." or "," is the decimal mark, unless it precedes groups of exactly three digits without other evidence
 * ("1,234" is a thousand; "1.234" is a decimal, as exports write it).
 *
 * @returns the amount with two decimals, rounded half away from zero; null when it is invalid, negative or has more
 * than 12 digits before the decimal mark
 */
export function parseAmount(text: string): string | null {
  const bare = text.replace(
    /[\s\u00a0\u202f'’]|\p{Sc}|^[A-Za-z]{1,3}\.?(?=[\s\d\p{Sc}])|(?<=[\s\d\p{Sc}])[A-Za-z]{1,3}\.?$/gu,
    "",
  );
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(bare)) return null;
  const plain = withPoint(bare);
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

/**
 * An instant in the format of Shopify's exports, "2024-05-01 10:20:30 -0400", or ISO 8601. Without a zone it counts
 * as UTC, without a time as midnight.
 *
 * @returns ISO 8601 in UTC, or null for an invalid date
 */
export function parseExportDate(text: string): string | null {
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(
      text.trim(),
    );
  if (!match) return null;
  const [, day = "", time = "00:00", seconds = ":00", zone = "Z"] = match;
  const offset = /^(?:Z|UTC)$/i.test(zone) ? "Z" : zone.replace(/^(...):?(..)$/, "$1:$2");
  const instant = new Date(`${day}T${time}${seconds}${offset}`);
  // 30 February would silently become 1 March.
  const exists = !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
  return exists && !Number.isNaN(instant.getTime()) ? instant.toISOString() : null;
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
