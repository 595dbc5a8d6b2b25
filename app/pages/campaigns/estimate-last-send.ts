import type { CampaignTest } from "~/campaigns/campaign";
import type { CampaignPace } from "~/campaigns/planning/pace";
import { getWaveCount } from "~/campaigns/planning/ab-test";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { warmUpLimit, type WarmUp } from "~/delivery/auto-pause/warm-up";

interface Sending extends CampaignPace {
  readonly emails: number;
  readonly startsAt: Date;
  readonly warmUp: WarmUp | null;
  readonly test: CampaignTest | null;
}

/**
 * Estimates when a campaign's last email leaves, by its strictest limit: the hourly limit plus the test's hours, the
 * daily limit, or the domain's warm-up.
 */
export function estimateLastSendAt(sending: Sending): Date {
  const { emails, startsAt, emailsPerHour, emailsPerDay, test } = sending;
  const hours = (emailsPerHour === null ? 0 : emails / emailsPerHour) + hoursOfTest(test);
  const ends = [
    addMs(startsAt, DurationMs.hours(hours)),
    ...(emailsPerDay === null ? [] : [daysLater(startsAt, Math.ceil(emails / emailsPerDay) - 1)]),
    daysLater(startsAt, daysOfWarmUp(sending)),
  ];
  return new Date(Math.max(...ends.map((at) => at.getTime())));
}

/** Hours that later waves wait for test results. A time-of-day test takes one day per wave. */
function hoursOfTest(test: CampaignTest | null): number {
  if (test === null) return 0;
  return (getWaveCount(test) - 1) * (test.others.kind === "time" ? 24 : test.testHours);
}

/** Days until the warm-up allows the last email. */
function daysOfWarmUp({ emails, startsAt, warmUp }: Sending): number {
  if (warmUp === null) return 0;
  let left = emails - warmUp.remainingToday;
  for (let day = 1; left > 0; day++) {
    const limit = warmUpLimit(warmUp.since, daysLater(startsAt, day));
    if (limit === null || limit >= left) return day;
    left -= limit;
  }
  return 0;
}

const daysLater = (at: Date, days: number) => addMs(at, DurationMs.days(Math.max(0, days)));
