import { currencyExponent } from "~/lib/money";
import type { DayOrder } from "~/lib/exports/export-dates";
import { isUnclearAmount, parseAmount, type DecimalMark } from "~/lib/exports/export-values";

/** How a file is written; null where the file shows it. */
export interface ExportFormat {
  /** A label of the WHATWG Encoding Standard, such as "shift_jis". */
  readonly encoding: string | null;
  readonly dayOrder: DayOrder | null;
  readonly decimalMark: DecimalMark;
  /** ISO 4217, for amounts without one. */
  readonly currency: string | null;
}

export const GUESSED_FORMAT: ExportFormat = {
  encoding: null,
  dayOrder: null,
  decimalMark: null,
  currency: null,
};

/** Why an amount cannot be read; null when it can, or when the cell is empty. */
export function amountFault(
  heading: string,
  text: string,
  { decimalMark, currency }: ExportFormat,
): string | null {
  if (text === "") return null;
  if (parseAmount(text, decimalMark) === null)
    return `${heading} "${text}" is no amount; write it like 12.34`;
  const hasThreeDecimals = currency !== null && currencyExponent(currency) === 3;
  return decimalMark === null && !hasThreeDecimals && isUnclearAmount(text)
    ? `${heading} "${text}" may have a decimal point or a thousands separator; name the language it is written in, such as --locale en or --locale de`
    : null;
}
