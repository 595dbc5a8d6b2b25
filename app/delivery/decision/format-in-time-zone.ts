const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant on the clocks of a zone, as "3 Mar 2026, 14:05". The zone must be one that `Intl` knows. */
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
