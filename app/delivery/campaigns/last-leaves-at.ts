import type { Pace } from "~/campaigns/planning/pace";
import { DurationMs, laterBy } from "~/flows/duration";
import { warmUpLimit, type WarmUp } from "../brakes/warm-up";

interface Sending extends Pace {
  readonly mails: number;
  readonly startsAt: Date;
  readonly warmUp: WarmUp | null;
}

/**
 * About when the last of a campaign's mails leaves, by the slowest of what holds them back: an hour's and a day's
 * limit, and a domain that is new.
 */
export function lastLeavesAt(sending: Sending): Date {
  const { mails, startsAt, mailsPerHour, mailsPerDay } = sending;
  const ends = [
    startsAt,
    ...(mailsPerHour === null
      ? []
      : [laterBy(startsAt, (mails / mailsPerHour) * DurationMs.hours(1))]),
    ...(mailsPerDay === null ? [] : [daysLater(startsAt, Math.ceil(mails / mailsPerDay) - 1)]),
    daysLater(startsAt, daysOfWarmUp(sending)),
  ];
  return new Date(Math.max(...ends.map((at) => at.getTime())));
}

/** How many days pass before a new domain may send the last of them. */
function daysOfWarmUp({ mails, startsAt, warmUp }: Sending): number {
  if (warmUp === null) return 0;
  let left = mails - warmUp.roomToday;
  for (let day = 1; left > 0; day++) {
    const limit = warmUpLimit(warmUp.since, daysLater(startsAt, day));
    if (limit === null || limit >= left) return day;
    left -= limit;
  }
  return 0;
}

const daysLater = (at: Date, days: number) => laterBy(at, DurationMs.days(Math.max(0, days)));
