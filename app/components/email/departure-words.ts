import { formatInstant } from "../formats";

interface Timed {
  /** ISO 8601 */
  readonly at: string;
  /** Describes when a planned email will leave; null for others. */
  readonly departure: "leaves" | "next" | "waits" | "skipped" | null;
}

/** When an email left or will leave: "Leaves 24 Oct 2026, 08:00". */
export function departureWords({ at, departure }: Timed, timeZone: string): string {
  const when = formatInstant(at, timeZone);
  switch (departure) {
    case null:
      return when;
    case "leaves":
      return `Leaves ${when}`;
    case "next":
      return "Leaves next";
    case "waits":
      return "Not known yet";
    case "skipped":
      return "Will be skipped";
  }
}
