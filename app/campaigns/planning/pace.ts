import { DurationMs } from "~/flows/duration";

/** The maximum pace of a campaign; null: no limit. */
export interface CampaignPace {
  readonly mailsPerHour: number | null;
  readonly mailsPerDay: number | null;
}

/** The hourly quota is sent in portions about five minutes apart. */
const PORTION_MS = DurationMs.minutes(5);

/** A number of messages per interval. */
interface Portion {
  readonly mails: number;
  readonly intervalMs: number;
}

/** Splits an hourly quota into portions of at least one message. Slow campaigns get longer intervals. */
function toPortion(mailsPerHour: number): Portion {
  const mails = Math.max(1, Math.floor((mailsPerHour * PORTION_MS) / DurationMs.hours(1)));
  return { mails, intervalMs: (mails / mailsPerHour) * DurationMs.hours(1) };
}

/** Delay of the message at a position (from 0) after the first one, in milliseconds. */
export function paceDelayMs({ mailsPerHour, mailsPerDay }: CampaignPace, position: number): number {
  const { mails, intervalMs } = mailsPerHour === null ? UNPACED : toPortion(mailsPerHour);
  const days = mailsPerDay === null ? 0 : Math.floor(position / mailsPerDay);
  return Math.max(Math.floor(position / mails) * intervalMs, DurationMs.days(days));
}

const UNPACED: Portion = { mails: 1, intervalMs: 0 };

/**
 * How many messages may be sent now. A daily quota may be sent at once, an hourly quota is spread.
 *
 * @param countWithin number of messages sent within the last `withinMs` milliseconds
 */
export async function countRemainingInPace(
  { mailsPerHour, mailsPerDay }: CampaignPace,
  countWithin: (withinMs: number) => Promise<number>,
): Promise<number> {
  const limits = [
    ...(mailsPerHour === null ? [] : [toPortion(mailsPerHour)]),
    ...(mailsPerDay === null ? [] : [{ mails: mailsPerDay, intervalMs: DurationMs.hours(24) }]),
  ];
  let remaining = Number.POSITIVE_INFINITY;
  for (const { mails, intervalMs } of limits) {
    remaining = Math.min(remaining, Math.max(0, mails - (await countWithin(intervalMs))));
  }
  return remaining;
}
