import type { Text } from "~/i18n/create-text";
import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";
import { currencyExponent } from "~/lib/money";
import type { CohortPage } from "./cohort-page.server";

/** Cohorts as CSV: a line per month of first orders and month after it. */
export function cohortCsv({ cohorts, currency }: CohortPage, text: Text<"reports">): string {
  const digits = currencyExponent(currency);
  const lines = [
    [
      text("cohorts.csv.month"),
      text("cohorts.csv.customers"),
      text("cohorts.csv.monthsAfter"),
      text("cohorts.csv.ordered"),
      text("cohorts.csv.spent", { currency }),
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
