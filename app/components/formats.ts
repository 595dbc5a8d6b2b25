/**
 * Formats times in the shop's time zone. The output is the same on the server and in the browser: one locale, a
 * 24-hour clock.
 */

/** "24 Nov 2026, 14:43" */
export function formatInstant(iso: string, timeZone: string): string {
  return format(iso, timeZone, { dateStyle: "medium", timeStyle: "short" });
}

/** "24 Nov 2026" */
export function formatDay(iso: string, timeZone: string): string {
  return format(iso, timeZone, { dateStyle: "medium" });
}

/** "1 order", "2,000 orders" */
export function formatCounted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** "12,345" */
export function formatCount(count: number): string {
  return new Intl.NumberFormat("en").format(count);
}

/** "12.5%" of a fraction in [0, 1]; "under 1%" for a small fraction that would round to 0. */
export function formatRate(rate: number, digits = 1): string {
  const smallest = 10 ** -digits;
  if (rate > 0 && Number((rate * 100).toFixed(digits)) === 0) return `under ${smallest} %`;
  return `${(rate * 100).toFixed(digits).replace(/\.0+$/, "")} %`;
}

function format(iso: string, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone }).format(new Date(iso));
}
