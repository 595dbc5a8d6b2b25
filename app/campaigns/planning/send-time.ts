import { toInstant, toWallTime, type WallTime } from "~/flows/time/wall-clock";
import type { CampaignPlan, CampaignTiming } from "../campaign";

/** The time zone furthest ahead of UTC. */
const EARLIEST_ZONE = "Pacific/Kiritimati";

/**
 * When the campaign's first message may be sent and its audience is planned: now, at its time, or when its
 * day or time starts in the time zone furthest ahead.
 *
 * @param startedAt when the merchant started it; nothing is sent earlier
 */
export function getFirstSendAt(
  timing: CampaignTiming,
  shopTimeZone: string,
  startedAt: Date,
): Date {
  switch (timing.kind) {
    case "now":
      return startedAt;
    case "shop_time":
      return notBefore(toInstant(wallTime(timing), shopTimeZone), startedAt);
    case "recipient_time":
      return notBefore(toInstant(wallTime(timing), EARLIEST_ZONE), startedAt);
    case "best_hour":
      return notBefore(
        toInstant({ ...wallTime(timing), hour: 0, minute: 0 }, shopTimeZone),
        startedAt,
      );
  }
}

/** The first send time of a plan: the earliest of the tested times. */
export function getEarliestSendAt(
  { timing, test }: Pick<CampaignPlan, "timing" | "test">,
  shopTimeZone: string,
  startedAt: Date,
): Date {
  const at = getFirstSendAt(timing, shopTimeZone, startedAt);
  if (test?.others.kind !== "time" || timing.kind === "now") return at;
  const others = test.others.values.map((time) =>
    getFirstSendAt({ ...timing, time }, shopTimeZone, startedAt),
  );
  return others.reduce((first, it) => (it < first ? it : first), at);
}

/** The next local time such as "09:30" in a time zone, not before `from`. */
export function nextTimeOfDay(from: Date, time: string, timeZone: string): Date {
  const { year, month, day } = toWallTime(from, timeZone);
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  for (let ahead = 0; ; ahead++) {
    const at = toInstant({ year, month, day: day + ahead, hour, minute }, timeZone);
    if (at >= from) return at;
  }
}

export interface RecipientClock {
  readonly timeZone: string;
  /** Best send time as an hour in the shop's time zone; null if unknown. */
  readonly bestHour: number | null;
}

/**
 * When the message to one recipient is due; at once if the time has passed. A time skipped by daylight saving
 * moves to the next existing time; of a repeated time the first counts.
 *
 * @param startsAt `firstSendAt` of the campaign
 */
export function dueAt(
  timing: CampaignTiming,
  startsAt: Date,
  shopTimeZone: string,
  { timeZone, bestHour }: RecipientClock,
): Date {
  switch (timing.kind) {
    case "now":
    case "shop_time":
      return startsAt;
    case "recipient_time":
      return notBefore(toInstant(wallTime(timing), timeZone), startsAt);
    case "best_hour": {
      const fallback = wallTime(timing);
      const wall = bestHour === null ? fallback : { ...fallback, hour: bestHour, minute: 0 };
      return notBefore(toInstant(wall, shopTimeZone), startsAt);
    }
  }
}

const notBefore = (at: Date, earliest: Date) => (at < earliest ? earliest : at);

function wallTime({ date, time }: { readonly date: string; readonly time: string }): WallTime {
  const [year = 1970, month = 1, day = 1] = date.split("-").map(Number);
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return { year, month, day, hour, minute };
}
