import { DurationMs } from "~/flows/definition/duration";

/** The maximum pace of a campaign; null: no limit. */
export interface CampaignPace {
  readonly emailsPerHour: number | null;
  readonly emailsPerDay: number | null;
}

/** The hourly quota is sent in portions about five minutes apart. */
const PORTION_MS = DurationMs.minutes(5);

/** A number of messages per interval. */
interface Portion {
  readonly emails: number;
  readonly intervalMs: number;
}

/** Splits an hourly quota into portions of at least one message. Slow campaigns get longer intervals. */
function toPortion(emailsPerHour: number): Portion {
  const emails = Math.max(1, Math.floor((emailsPerHour * PORTION_MS) / DurationMs.hours(1)));
  return { emails, intervalMs: (emails / emailsPerHour) * DurationMs.hours(1) };
}

/** Delay of the message at a position (from 0) after the first one, in milliseconds. */
export function paceDelayMs(
  { emailsPerHour, emailsPerDay }: CampaignPace,
  position: number,
): number {
  const { emails, intervalMs } = emailsPerHour === null ? UNPACED : toPortion(emailsPerHour);
  const days = emailsPerDay === null ? 0 : Math.floor(position / emailsPerDay);
  return Math.max(Math.floor(position / emails) * intervalMs, DurationMs.days(days));
}

const UNPACED: Portion = { emails: 1, intervalMs: 0 };

/**
 * How many messages may be sent now. A daily quota may be sent at once, an hourly quota is spread.
 *
 * @param countWithin number of messages sent within the last `withinMs` milliseconds
 */
export async function countRemainingInPace(
  { emailsPerHour, emailsPerDay }: CampaignPace,
  countWithin: (withinMs: number) => Promise<number>,
): Promise<number> {
  const limits = [
    ...(emailsPerHour === null ? [] : [toPortion(emailsPerHour)]),
    ...(emailsPerDay === null ? [] : [{ emails: emailsPerDay, intervalMs: DurationMs.hours(24) }]),
  ];
  let remaining = Number.POSITIVE_INFINITY;
  for (const { emails, intervalMs } of limits) {
    remaining = Math.min(remaining, Math.max(0, emails - (await countWithin(intervalMs))));
  }
  return remaining;
}
