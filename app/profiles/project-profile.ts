import { isKeptSale } from "./order-standing";
import { PRICE_BANDS, type PriceBand, type Traits } from "./profile";

/** The order fields that the customer's summary needs. */
export interface SummedOrder {
  readonly placedAt: Date;
  readonly currency: string;
  readonly totalMinor: number;
  readonly refundedMinor: number;
  readonly isCanceled: boolean;
  readonly isTest: boolean;
  readonly isDeleted: boolean;
  /** Line totals by product type; skips lines of unknown products. */
  readonly minorByType: Readonly<Record<string, number>>;
  readonly minorByBand: Readonly<Partial<Record<PriceBand, number>>>;
}

export interface OrderSummary {
  readonly orderCount: number;
  readonly netSpendMinor: number;
  readonly firstOrderAt: Date | null;
  readonly lastOrderAt: Date | null;
  readonly traits: Traits;
}

/** Half-life of a purchase's weight in days. */
const TASTE_HALF_LIFE_DAYS = 180;
const MAX_AFFINITIES = 12;
const DAY_MS = 86_400_000;

/**
 * Summarizes a customer's orders. Test, canceled, deleted and fully
 * refunded orders are ignored; partial refunds are
 * subtracted. Only the shop's currency is summed; other orders are only counted.
 *
 * Affinities weigh each order's lines by 0.5^(age / 180 days), with age counted
 * back from the last order. All weights decay equally, so the shares do not
 * depend on the current time.
 *
 * @param orders of one customer, in any order
 * @param currency the shop's, ISO 4217
 */
export function summarizeOrders(orders: readonly SummedOrder[], currency: string): OrderSummary {
  const valid = orders.filter(isKeptSale).sort((a, b) => +a.placedAt - +b.placedAt);
  const inShopCurrency = valid.filter((it) => it.currency === currency);
  const netSpendMinor = sum(inShopCurrency.map(netMinor));
  const days = [...new Set(valid.map((it) => Math.floor(+it.placedAt / DAY_MS)))];
  const gaps = days.slice(1).map((day, index) => day - (days[index] ?? day));
  const lastOrderAt = valid.at(-1)?.placedAt ?? null;

  return {
    orderCount: valid.length,
    netSpendMinor,
    firstOrderAt: valid[0]?.placedAt ?? null,
    lastOrderAt,
    traits: {
      purchaseDays: days.length,
      meanGapDays: gaps.length > 0 ? sum(gaps) / gaps.length : null,
      medianGapDays: median(gaps),
      averageOrderMinor:
        inShopCurrency.length > 0 ? Math.round(netSpendMinor / inShopCurrency.length) : null,
      otherCurrencyOrders: valid.length - inShopCurrency.length,
      affinities: lastOrderAt ? affinities(inShopCurrency, lastOrderAt) : [],
      priceBands: lastOrderAt
        ? priceBands(inShopCurrency, lastOrderAt)
        : { low: 0, middle: 0, high: 0 },
    },
  };
}

const netMinor = ({ totalMinor, refundedMinor }: SummedOrder) =>
  Math.max(0, totalMinor - refundedMinor);

function affinities(orders: readonly SummedOrder[], asOf: Date): Traits["affinities"] {
  const weights = new Map<string, number>();
  for (const order of orders) {
    for (const [productType, minor] of Object.entries(order.minorByType)) {
      if (productType === "") continue;
      weights.set(
        productType,
        (weights.get(productType) ?? 0) + minor * getTasteWeight(order, asOf),
      );
    }
  }
  const total = sum([...weights.values()]);
  if (total <= 0) return [];
  return [...weights]
    .map(([productType, weight]) => ({ productType, share: rounded(weight / total) }))
    .sort((a, b) => b.share - a.share || (a.productType < b.productType ? -1 : 1))
    .slice(0, MAX_AFFINITIES);
}

function priceBands(orders: readonly SummedOrder[], asOf: Date): Traits["priceBands"] {
  const weightOf = (band: PriceBand) =>
    sum(orders.map((it) => (it.minorByBand[band] ?? 0) * getTasteWeight(it, asOf)));
  const weights = PRICE_BANDS.map(weightOf);
  const total = sum(weights);
  const [low = 0, middle = 0, high = 0] = weights.map((it) =>
    total > 0 ? rounded(it / total) : 0,
  );
  return { low, middle, high };
}

const getTasteWeight = ({ placedAt }: SummedOrder, asOf: Date) =>
  0.5 ** ((+asOf - +placedAt) / DAY_MS / TASTE_HALF_LIFE_DAYS);

/** Rounds away floating-point differences of the summation order. */
const rounded = (share: number) => Math.round(share * 1e6) / 1e6;

const sum = (values: readonly number[]) => values.reduce((total, it) => total + it, 0);

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  // The middle value, or the two middle values.
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return sum(middle) / middle.length;
}
