import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";

interface Timed {
  /** ISO 8601 */
  readonly at: string;
  /** Describes when a planned email will leave; null for others. */
  readonly departure: "leaves" | "next" | "waits" | "skipped" | null;
}

/** When an email left or will leave: "Sends Oct 24, 2026, 8:00 AM". */
export function departureWords(
  { at, departure }: Timed,
  text: Text<"delivery">,
  format: Format,
): string {
  return departure === null
    ? format.instant(at)
    : text(`departure.${departure}`, { time: format.instant(at) });
}
