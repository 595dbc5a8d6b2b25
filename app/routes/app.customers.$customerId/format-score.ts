import type { Format } from "~/i18n/create-format";
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
