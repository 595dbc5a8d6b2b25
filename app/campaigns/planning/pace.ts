import { DurationMs } from "~/flows/duration";

/** How fast a campaign may go at most; null: no such limit. */
export interface Pace {
  readonly mailsPerHour: number | null;
  readonly mailsPerDay: number | null;
}

/** An hour's mails leave in portions: about every five minutes. */
const PORTION_MS = DurationMs.minutes(5);

/** So many mails, and then none for so long. */
interface Portion {
  readonly mails: number;
  readonly restMs: number;
}

/** In which portions so many mails an hour leave. One at least: those of a slow campaign come further apart. */
function portionOf(mailsPerHour: number): Portion {
  const mails = Math.max(1, Math.floor((mailsPerHour * PORTION_MS) / DurationMs.hours(1)));
  return { mails, restMs: (mails / mailsPerHour) * DurationMs.hours(1) };
}

/** How long after the first of so paced mails the one with this number (0 is the first) may leave. */
export function turnMs({ mailsPerHour, mailsPerDay }: Pace, place: number): number {
  const { mails, restMs } = mailsPerHour === null ? AT_ONCE : portionOf(mailsPerHour);
  const days = mailsPerDay === null ? 0 : Math.floor(place / mailsPerDay);
  return Math.max(Math.floor(place / mails) * restMs, DurationMs.days(days));
}

const AT_ONCE: Portion = { mails: 1, restMs: 0 };

/**
 * How many mails may leave now. A day's may leave at once, an hour's are spread.
 *
 * @param countWithin how many left within the last so many milliseconds
 */
export async function roomInPace(
  { mailsPerHour, mailsPerDay }: Pace,
  countWithin: (withinMs: number) => Promise<number>,
): Promise<number> {
  const limits = [
    ...(mailsPerHour === null ? [] : [portionOf(mailsPerHour)]),
    ...(mailsPerDay === null ? [] : [{ mails: mailsPerDay, restMs: DurationMs.hours(24) }]),
  ];
  let room = Number.POSITIVE_INFINITY;
  for (const { mails, restMs } of limits) {
    room = Math.min(room, Math.max(0, mails - (await countWithin(restMs))));
  }
  return room;
}
