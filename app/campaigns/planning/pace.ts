import { DurationMs } from "~/flows/duration";

/** The maximum pace of a campaign; null: no limit. */
export interface Pace {
  readonly mailsPerHour: number | null;
  readonly mailsPerDay: number | null;
}

/** The hourly quota is sent in portions about five minutes apart. */
const PORTION_MS = DurationMs.minutes(5);

/** A number of messages per interval. */
interface Portion {
  readonly mails: number;
  readonly restMs: number;
}

/** Splits an hourly quota into portions of at least one message. Slow campaigns get longer intervals. */
function portionOf(mailsPerHour: number): Portion {
  const mails = Math.max(1, Math.floor((mailsPerHour * PORTION_MS) / DurationMs.hours(1)));
  return { mails, restMs: (mails / mailsPerHour) * DurationMs.hours(1) };
}

/** Delay of the message at a position (from 0) after the first one, in milliseconds. */
export function turnMs({ mailsPerHour, mailsPerDay }: Pace, place: number): number {
  const { mails, restMs } = mailsPerHour === null ? AT_ONCE : portionOf(mailsPerHour);
  const days = mailsPerDay === null ? 0 : Math.floor(place / mailsPerDay);
  return Math.max(Math.floor(place / mails) * restMs, DurationMs.days(days));
}

const AT_ONCE: Portion = { mails: 1, restMs: 0 };

/**
 * How many messages may be sent now. A daily quota may be sent at once, an hourly quota is spread.
 *
 * @param countWithin number of messages sent within the last `withinMs` milliseconds
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
