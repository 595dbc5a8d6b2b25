const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats an instant in a time zone, as "3 Mar 2026, 14:05". `Intl` must know the zone. */
export function formatInTimeZone(at: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      dateStyle: "medium",
      timeStyle: "short",
    });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
