import type { Text } from "~/i18n/create-text";
import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";
import type { ShownRule } from "./bought-together.server";

/** Rules as CSV: shares as fractions. */
export function rulesCsv(rules: readonly ShownRule[], text: Text<"recommendations">): string {
  const heading = [
    text("together.column.if"),
    text("together.column.then"),
    text("together.column.orders"),
    text("together.column.customers"),
    text("together.column.support"),
    text("together.column.confidence"),
    text("together.column.lift"),
  ];
  const nameOf = ({ productId, title }: ShownRule["consequent"]) => title ?? productId;
  const rows = rules.map((rule) => [
    rule.antecedents.map(nameOf).join(" + "),
    nameOf(rule.consequent),
    String(rule.orders),
    String(rule.customers),
    plain(rule.support),
    plain(rule.confidence),
    plain(rule.lift),
  ]);
  return `${BYTE_ORDER_MARK}${[heading, ...rows].map(csvLine).join("")}`;
}

const plain = (value: number) => String(Number(value.toFixed(6)));
