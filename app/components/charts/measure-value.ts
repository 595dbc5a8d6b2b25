import { formatCount, formatRate } from "../formats";
import type { Measure } from "~/feedback/measures";
import { formatMoney } from "~/lib/money";

/** A measure's value for display; a dash if it is undefined. */
export function formatMeasure({ unit }: Measure, value: number | null, currency: string): string {
  if (value === null) return "–";
  switch (unit) {
    case "count":
      return formatCount(value);
    case "rate":
      return formatRate(value, value < 0.01 ? 2 : 1);
    case "money":
      return formatMoney({ minor: Math.round(value), currency });
    case "ratio":
      return `${value.toFixed(1).replace(/\.0$/, "")} times`;
  }
}
