/** Orders of a month that followed no discount by email. */
export interface UnofferedOrders {
  /** As the month of an email (`OfferOutcome`). */
  readonly month: string;
  readonly orders: number;
  /** Their sums at list price and as paid, in minor units. */
  readonly listMinor: number;
  readonly netMinor: number;
}

/** With fewer orders in all, it is not known how cheap orders usually are. */
const MIN_ORDERS = 5;
/** Weight of all months in one, in orders. */
const MONTH_WEIGHT = 5;

/**
 * The part of the list price by which orders are cheaper without a discount by email, for each month: shop-wide sales and
 * price changes, which no email's discount caused. A month with few orders is close to the mean of all.
 *
 * @returns a share in [0, 1] by month; null: too few orders
 */
export function usualDiscountByMonth(
  unoffered: readonly UnofferedOrders[],
): (month: string) => number | null {
  const all = sumOf(unoffered);
  if (all.orders < MIN_ORDERS || !(all.listMinor > 0)) return () => null;
  const usual = 1 - all.netMinor / all.listMinor;
  const weightMinor = (MONTH_WEIGHT * all.listMinor) / all.orders;
  const months = [...Map.groupBy(unoffered, ({ month }) => month)].map(([month, its]) => {
    const { listMinor, netMinor } = sumOf(its);
    const given = listMinor - netMinor + usual * weightMinor;
    return [month, given / (listMinor + weightMinor)] as const;
  });
  const byMonth = new Map(months);
  return (month) => Math.min(1, Math.max(0, byMonth.get(month) ?? usual));
}

const sumOf = (its: readonly UnofferedOrders[]) => ({
  orders: its.reduce((sum, it) => sum + it.orders, 0),
  listMinor: its.reduce((sum, it) => sum + it.listMinor, 0),
  netMinor: its.reduce((sum, it) => sum + it.netMinor, 0),
});
