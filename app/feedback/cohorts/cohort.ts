/** Customers whose first order was in one month, in one of the months after it. */
export interface CohortCell {
  /** YYYY-MM, on the shop's calendar. */
  readonly month: string;
  /** 0: the month of the first order. */
  readonly monthsAfter: number;
  /** Customers with an order in that month. */
  readonly people: number;
  /** What they spent in it, in the shop's smallest unit, after discounts and refunds. */
  readonly netMinor: number;
}

export interface Cohort {
  readonly month: string;
  /** Customers. */
  readonly size: number;
  /** By months after the first order, from 0 to the month that runs now. */
  readonly months: readonly CohortMonth[];
}

interface CohortMonth {
  /** Share of the customers who ordered in it, from 0 to 1. */
  readonly orderedRate: number;
  /** What a customer has spent up to its end, in the shop's smallest unit. */
  readonly spentMinor: number;
}

/**
 * The cohorts that cells come to, the first month first. A month in which
 * nobody ordered is there with 0; one that has not begun is not there.
 *
 * @param thisMonth YYYY-MM
 */
export function cohortsOf(cells: readonly CohortCell[], thisMonth: string): Cohort[] {
  const byMonth = Map.groupBy(cells, ({ month }) => month);
  return [...byMonth.keys()].sort().flatMap((month) => {
    const own = byMonth.get(month) ?? [];
    const size = own.find(({ monthsAfter }) => monthsAfter === 0)?.people ?? 0;
    if (size === 0) return [];
    let spent = 0;
    const months = Array.from({ length: monthsBetween(month, thisMonth) + 1 }, (_, monthsAfter) => {
      const cell = own.find((it) => it.monthsAfter === monthsAfter);
      spent += cell?.netMinor ?? 0;
      return { orderedRate: (cell?.people ?? 0) / size, spentMinor: spent / size };
    });
    return [{ month, size, months }];
  });
}

/** Whole months from one to another, both YYYY-MM; below 0 where the other came before. */
export function monthsBetween(from: string, to: string): number {
  const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return monthOf(to) - monthOf(from);
}

/** A month so many months before another, both YYYY-MM. */
export function monthBefore(month: string, months: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 - months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}
