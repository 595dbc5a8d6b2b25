import type { Text } from "~/i18n/create-text";
import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";
import { currencyExponent } from "~/lib/money";
import { contextOfCounts, MEASURES, type Measure, type MeasureId } from "~/feedback/measures";
import type { NamedPlace, Report } from "~/feedback/reports/report.server";
import { writeRowLabel } from "~/feedback/reports/row-label";

/** Columns of a report. */
export const TABLE_MEASURES: readonly MeasureId[] = [
  "sent",
  "openRate",
  "clickRate",
  "conversionRate",
  "orders",
  "revenue",
  "revenuePerRecipient",
  "deliveredRate",
  "clickToOpenRate",
  "unsubscribeRate",
  "complaintRate",
  "openRateTotal",
  "clickRateTotal",
];

/** A report as CSV: rates as fractions, money in whole units of the currency in the heading. */
export function reportCsv(report: Report, text: Text<"measures">): string {
  const lines =
    report.filter.group === "place" ? placeLines(report.places, text) : rowLines(report, text);
  return `${BYTE_ORDER_MARK}${lines.map(csvLine).join("")}`;
}

function rowLines(report: Report, text: Text<"measures">): string[][] {
  const { rows, currency } = report;
  const context = contextOfCounts(report);
  const headings = TABLE_MEASURES.map((id) => {
    const measure = text(`name.${id}`);
    return MEASURES[id].unit === "money" ? text("csv.money", { measure, currency }) : measure;
  });
  return [
    [text("csv.name"), ...headings],
    ...rows.map(({ name, counts }) => [
      writeRowLabel(name, text),
      ...TABLE_MEASURES.map((id) => {
        const measure = MEASURES[id];
        return plain(measure, measure.of(counts, context), currency);
      }),
    ]),
  ];
}

function placeLines(places: readonly NamedPlace[], text: Text<"measures">): string[][] {
  return [
    [
      text("csv.email"),
      text("csv.slot"),
      text("csv.shown"),
      text("csv.clicked"),
      text("csv.orders"),
    ],
    ...places.map(({ name, slot, shown, clickedByPeople, orders }) => [
      writeRowLabel(name, text),
      ...[slot, shown, clickedByPeople, orders].map(String),
    ]),
  ];
}

/** Formats a number for spreadsheets. */
function plain({ unit }: Measure, value: number | null, currency: string): string {
  if (value === null) return "";
  if (unit === "money") {
    const digits = currencyExponent(currency);
    return (value / 10 ** digits).toFixed(digits);
  }
  return String(Number(value.toFixed(6)));
}
