import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import type { Measure } from "./measures";

interface MeasureWriter {
  readonly format: Format;
  readonly text: Text<"measures">;
  readonly currency: string;
}

/** A measure's value for display; a dash if it is undefined. */
export function formatMeasure(
  { unit }: Pick<Measure, "unit">,
  value: number | null,
  { format, text, currency }: MeasureWriter,
): string {
  if (value === null) return "–";
  switch (unit) {
    case "count":
      return format.count(value);
    case "rate":
      return format.rate(value, value < 0.01 ? 2 : 1);
    case "money":
      return format.money({ minor: Math.round(value), currency });
    case "ratio":
      return text("times", { value: format.number(value, 1) });
  }
}
