/** Customers whose first order was in one month, in one of the months after it. */
export interface CohortCell {
  /** YYYY-MM in the shop's time zone. */
  readonly month: string;
  /** 0: the month of the first order. */
  readonly monthsAfter: number;
  /** Customers with an order in that month. */
  readonly people: number;
  /** Their revenue in that month, in minor units, after discounts and refunds. */
  readonly netMinor: number;
}

export interface Cohort {
  readonly month: string;
  /** Customers. */
  readonly size: number;
  /** By months after the first order, from 0 to the current month. */
  readonly months: readonly CohortMonth[];
}

interface CohortMonth {
  /** Share of customers with an order in that month, from 0 to 1. */
  readonly orderedRate: number;
  /** Cumulative revenue per customer, in minor units. */
  readonly spentMinor: number;
}

/**
 * Builds cohorts from cells, earliest month first. Months without orders count as 0; months that have not
 * begun are missing.
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

/** Whole months from one YYYY-MM to another; negative if the other is earlier. */
export function monthsBetween(from: string, to: string): number {
  const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return monthOf(to) - monthOf(from);
}

/** The YYYY-MM a number of months before another. */
export function monthBefore(month: string, months: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 - months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}
