import { formatInstant } from "../formats";

interface Timed {
  /** ISO 8601 */
  readonly at: string;
  /** What is to become of a mail that is yet to leave; null: it is not. */
  readonly departure: "leaves" | "waits" | "skipped" | null;
}

/** When a mail left or will: "Leaves 24 Oct 2026, 08:00". */
export function departureWords({ at, departure }: Timed, timeZone: string): string {
  const when = formatInstant(at, timeZone);
  switch (departure) {
    case null:
      return when;
    case "leaves":
      return `Leaves ${when}`;
    case "waits":
      return "Not known yet";
    case "skipped":
      return "Will be skipped";
  }
}
