/** An amount in the currency's smallest unit: 1234 with "GBP" is £12.34, 1234 with "JPY" is ¥1,234. */
export interface Money {
  readonly minor: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

/** The ISO 4217 currencies that do not have two decimals, with their number. */
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
 * The number of decimals of a currency in ISO 4217: GBP 2, JPY 0, KWD 3. An unknown code counts as 2. `Intl` is not
 * used, because it returns the usual display format (IQD, HUF, COP without decimals), which changes between releases,
 * while stored amounts do not.
 */
export const currencyExponent = (currency: string): number => EXPONENTS.get(currency) ?? 2;

/**
 * Parses a decimal string as Shopify sends it ("398.00", "-5"; "1e3" is refused). Rounds digits beyond the currency's
 * exponent half away from zero.
 *
 * @returns the amount, or `null` when the text is not a decimal number or is too large to be exact
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

/** How a currency is written: "US$" or "$" in Canada, "£GB" or "£" in France. */
export type CurrencySymbol = "symbol" | "narrowSymbol";

/**
 * Formats an amount for a locale: "£12.34". Shows decimals that an amount has even if the locale usually omits them.
 *
 * @param symbol the narrow one is for readers who know the currency
 */
export function formatMoney(
  { minor, currency }: Money,
  locale = "en",
  symbol: CurrencySymbol = "symbol",
): string {
  const exponent = currencyExponent(currency);
  const value = minor / 10 ** exponent;
  try {
    const decimals = Number.isInteger(value) ? null : exponent;
    return writerOf(locale, currency, decimals, symbol).format(value);
  } catch {
    // `Intl` does not know every code that a shop may use (loyalty points, test stores).
    return `${value.toFixed(2)} ${currency}`;
  }
}

/** An amount in whole units of its currency: "$25,000". */
export function formatRoundMoney(
  { minor, currency }: Money,
  locale = "en",
  symbol: CurrencySymbol = "symbol",
): string {
  const value = minor / 10 ** currencyExponent(currency);
  try {
    return writerOf(locale, currency, 0, symbol).format(value);
  } catch {
    return `${Math.round(value)} ${currency}`;
  }
}

/** Creating a formatter takes ten times as long as using it, and an email contains several amounts. */
const writers = new Map<string, Intl.NumberFormat>();
const MAX_WRITERS = 500;

/** @param decimals `null`: the usual number */
function writerOf(
  locale: string,
  currency: string,
  decimals: number | null,
  symbol: CurrencySymbol,
): Intl.NumberFormat {
  const key = `${locale} ${currency} ${decimals} ${symbol}`;
  let writer = writers.get(key);
  if (!writer) {
    // Locales come from customers, so the cache needs a limit.
    if (writers.size >= MAX_WRITERS) writers.clear();
    writer = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: symbol,
      ...(decimals !== null && {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }),
    });
    writers.set(key, writer);
  }
  return writer;
}
