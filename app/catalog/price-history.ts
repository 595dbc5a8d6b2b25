/** Days before a reduction over which its reference price is the lowest, by Directive 98/6/EC, article 6a. */
const REFERENCE_DAYS = 30;
const DAY_MS = 86_400_000;
/** Price retention in days: a recent reduction and the reference period before it. */
export const PRICE_RETENTION_DAYS = 90;

/** A price that applies from an instant on. */
export interface PricePoint {
  readonly at: Date;
  readonly priceMinor: number;
}

/**
 * The price of a product at an instant.
 *
 * @param prices in any order
 * @returns null if no price is known before then
 */
export function findPriceAt(prices: readonly PricePoint[], at: Date): number | null {
  const before = prices.filter((price) => price.at <= at);
  return before.length === 0
    ? null
    : before.reduce((last, price) => (price.at >= last.at ? price : last)).priceMinor;
}

/** The current price and since when it applies; null without any price. */
export function findCurrentPrice(prices: readonly PricePoint[]): PricePoint | null {
  const inOrder = prices.toSorted((a, b) => +a.at - +b.at);
  const last = inOrder.at(-1);
  if (!last) return null;
  const lastOther = inOrder.findLastIndex(({ priceMinor }) => priceMinor !== last.priceMinor);
  return inOrder[lastOther + 1] ?? last;
}

/**
 * The lowest price in the 30 days before the current price.
 *
 * @param prices in any order
 * @returns null if less history is known
 */
export function findLowestPriorPrice(prices: readonly PricePoint[]): number | null {
  const now = findCurrentPrice(prices);
  if (!now) return null;
  const from = new Date(now.at.getTime() - REFERENCE_DAYS * DAY_MS);
  const first = findPriceAt(prices, from);
  if (first === null) return null;
  const within = prices.filter(({ at }) => at > from && at < now.at);
  return within.reduce((lowest, { priceMinor }) => Math.min(lowest, priceMinor), first);
}

/** Countries where the directive applies: the European Economic Area, ISO 3166-1. */
const EEA: ReadonlySet<string> = new Set(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO".split(
    " ",
  ),
);

/** A shop's country and shipping countries, ISO 3166-1. */
export interface PriceMarkets {
  readonly countryCode: string | null;
  readonly shipsToCountries: readonly string[];
}

/**
 * Whether an announced price reduction needs the directive's reference price: if the shop or the
 * customer is in the European Economic Area, or, for an unknown customer, if the shop ships there.
 */
export function needsReferencePrice(
  { countryCode, shipsToCountries }: PriceMarkets,
  customerCountry: string | null,
): boolean {
  if (countryCode !== null && EEA.has(countryCode)) return true;
  if (customerCountry !== null) return EEA.has(customerCountry);
  return countryCode === null || shipsToCountries.some((country) => EEA.has(country));
}
