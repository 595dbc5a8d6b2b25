/** An amount in the currency's smallest unit: 1234 with "GBP" is £12.34, 1234 with "JPY" is ¥1,234. */
export interface Money {
  readonly minor: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

/** The currencies of ISO 4217 that have not two decimals, by how many they have. */
const EXPONENTS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
  }).flatMap(([exponent, codes]) =>
    codes.split(" ").map((code) => [code, Number(exponent)] as const),
  ),
);

/**
 * How many decimals a currency has in ISO 4217: GBP 2, JPY 0, KWD 3.
 * An unknown code counts as 2. Not asked of `Intl`: that says how an amount is
 * usually shown (IQD, HUF, COP without decimals), and says it anew with each
 * release, while stored amounts stay as they were counted.
 */
export const currencyExponent = (currency: string): number => EXPONENTS.get(currency) ?? 2;

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

/**
 * The amount as people of `locale` write it: "£12.34". Where they leave decimals
 * out, those of an amount that has some are still shown.
 */
export function formatMoney({ minor, currency }: Money, locale = "en"): string {
  const exponent = currencyExponent(currency);
  const value = minor / 10 ** exponent;
  try {
    return writerOf(locale, currency, Number.isInteger(value) ? null : exponent).format(value);
  } catch {
    // Not every code that a shop may use is known to Intl (loyalty points, test stores).
    return `${value.toFixed(2)} ${currency}`;
  }
}

/** Creating a formatter takes ten times as long as using it, and an email has several amounts. */
const writers = new Map<string, Intl.NumberFormat>();
const MAX_WRITERS = 500;

/** @param decimals `null`: as many as is usual */
function writerOf(locale: string, currency: string, decimals: number | null): Intl.NumberFormat {
  const key = `${locale} ${currency} ${decimals}`;
  let writer = writers.get(key);
  if (!writer) {
    // Locales come from customers: whatever they are, they must not pile up.
    if (writers.size >= MAX_WRITERS) writers.clear();
    writer = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      ...(decimals !== null && {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }),
    });
    writers.set(key, writer);
  }
  return writer;
}
