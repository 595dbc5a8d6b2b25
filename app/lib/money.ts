/** An amount in the currency's smallest unit: 1234 with "GBP" is £12.34, 1234 with "JPY" is ¥1,234. */
export interface Money {
  readonly minor: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

const exponents = new Map<string, number>();

/**
 * How many decimals a currency has in ISO 4217: GBP 2, JPY 0, KWD 3.
 * An unknown code counts as 2.
 */
export function currencyExponent(currency: string): number {
  let exponent = exponents.get(currency);
  if (exponent === undefined) {
    exponent = readExponent(currency);
    exponents.set(currency, exponent);
  }
  return exponent;
}

/**
 * Reads a decimal string such as Shopify sends ("398.00", "-5", "1e3" is refused).
 * Digits beyond the currency's exponent are rounded half away from zero.
 *
 * @returns the amount, or `null` when the text is no decimal number or is too large to be exact
 */
export function parseMoney(amount: string | number, currency: string): Money | null {
  const match = /^\s*(-?)(\d+)(?:\.(\d*))?\s*$/.exec(String(amount));
  if (!match) return null;
  const [, sign, whole, fraction = ""] = match;
  const exponent = currencyExponent(currency);
  const kept = fraction.slice(0, exponent).padEnd(exponent, "0");
  const roundUp = (fraction[exponent] ?? "0") >= "5" ? 1 : 0;
  const minor = Number(`${whole}${kept}`) + roundUp;
  if (!Number.isSafeInteger(minor)) return null;
  return { minor: sign && minor !== 0 ? -minor : minor, currency };
}

/** The amount as people of `locale` write it: "£12.34". */
export function formatMoney({ minor, currency }: Money, locale = "en"): string {
  const value = minor / 10 ** currencyExponent(currency);
  try {
    return writerOf(locale, currency).format(value);
  } catch {
    // Not every code that a shop may use is known to Intl (loyalty points, test stores).
    return `${value.toFixed(2)} ${currency}`;
  }
}

/** A formatter takes ten times as long to make as to use, and a mail has several amounts. */
const writers = new Map<string, Intl.NumberFormat>();
const MOST_WRITERS = 500;

function writerOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let writer = writers.get(key);
  if (!writer) {
    // Locales come from customers: whatever they are, they must not pile up.
    if (writers.size >= MOST_WRITERS) writers.clear();
    writer = new Intl.NumberFormat(locale, { style: "currency", currency });
    writers.set(key, writer);
  }
  return writer;
}

function readExponent(currency: string): number {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat("en", {
      style: "currency",
      currency,
    }).resolvedOptions();
    return maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
