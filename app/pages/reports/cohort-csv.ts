import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";
import { currencyExponent } from "~/lib/money";
import type { CohortPage } from "./cohort-page.server";

/** Cohorts as CSV: a line per month of first orders and month after it. */
export function cohortCsv({ cohorts, currency }: CohortPage): string {
  const digits = currencyExponent(currency);
  const lines = [
    [
      "First order in",
      "Customers",
      "Months after",
      "Ordered in that month",
      `Spent so far by each (${currency})`,
    ],
    ...cohorts.flatMap(({ month, size, months }) =>
      months.map(({ orderedRate, spentMinor }, monthsAfter) => [
        month,
        String(size),
        String(monthsAfter),
        String(Number(orderedRate.toFixed(6))),
        (spentMinor / 10 ** digits).toFixed(digits),
      ]),
    ),
  ];
  return `${BYTE_ORDER_MARK}${lines.map(csvLine).join("")}`;
}
