import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import type { ShownScore } from "~/pages/customers/profile-prediction";
import type { PredictedUnit } from "~/predictions/predicted-values";

/** A predicted value in words; money in minor units, an instant in milliseconds since 1970. */
export function formatScore(
  unit: PredictedUnit,
  value: number,
  currency: string,
  format: Format,
): string {
  switch (unit) {
    case "rate":
      return format.rate(value, 0);
    case "money":
      return format.money({ minor: value, currency });
    case "instant":
      return format.day(new Date(value).toISOString());
    case "hour":
      return format.hourOfDay(value);
    case "count":
      return Number.isInteger(value) ? format.count(value) : format.number(value, 1);
  }
}

/** A score's interval in words; null: it is unknown, or both ends read the same, such as a day. */
export function formatRange(
  range: ShownScore["range"],
  format: (value: number) => string,
  text: Text<"customers">,
): string | null {
  if (range === null) return null;
  const [low, high] = range.map(format);
  return low === high ? null : text("scores.range", { low: low ?? "", high: high ?? "" });
}
