import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayInYear, toInstant, nextHour, toWallTime } from "~/flows/time/wall-clock";
import { propertyRuns } from "../support/property-runs";

const utc = (text: string) => new Date(`${text}Z`);
const at = (year: number, month: number, day: number, hour: number, minute = 0) => ({
  year,
  month,
  day,
  hour,
  minute,
});

const ZONES = Intl.supportedValuesOf("timeZone");
const FROM = Date.UTC(2024, 0, 1);
const TO = Date.UTC(2036, 0, 1);
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** Independent reference from `Intl`. */
function shownBy(instant: Date, timeZone: string): string {
  return instant.toLocaleString("sv-SE", { timeZone }).slice(0, 16);
}

const written = ({ year, month, day, hour, minute }: ReturnType<typeof toWallTime>) =>
  `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
const two = (n: number) => String(n).padStart(2, "0");

/** The instants of a zone's clock changes, to the half hour. */
function changesOf(timeZone: string): Date[] {
  const offset = (ms: number) => {
    const { year, month, day, hour, minute } = toWallTime(new Date(ms), timeZone);
    return Date.UTC(year, month - 1, day, hour, minute) - ms;
  };
  const changes: Date[] = [];
  for (let week = FROM; week < TO; week += WEEK_MS) {
    let [low, high] = [week, week + WEEK_MS];
    if (offset(low) === offset(high)) continue;
    while (high - low > HOUR_MS / 2) {
      const middle = (low + high) / 2;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    changes.push(new Date(Math.round(high / (HOUR_MS / 2)) * (HOUR_MS / 2)));
  }
  return changes;
}

describe("F20: a recipient's local time", () => {
  test("moves to the next existing instant in a daylight-saving gap", () => {
    expect(toInstant(at(2026, 3, 29, 2, 30), "Europe/Berlin")).toEqual(utc("2026-03-29T01:00"));
    expect(toInstant(at(2026, 3, 8, 2, 30), "America/New_York")).toEqual(utc("2026-03-08T07:00"));
  });

  test("is the first of two when the hour repeats", () => {
    expect(toInstant(at(2026, 10, 25, 2, 30), "Europe/Berlin")).toEqual(utc("2026-10-25T00:30"));
    expect(toInstant(at(2026, 11, 1, 1, 30), "America/New_York")).toEqual(utc("2026-11-01T05:30"));
  });

  test("handles half-hour offsets and date changes", () => {
    expect(toInstant(at(2026, 10, 4, 2, 10), "Australia/Lord_Howe")).toEqual(
      utc("2026-10-03T15:30"),
    );
    expect(toInstant(at(2026, 12, 31, 23), "Pacific/Kiritimati")).toEqual(utc("2026-12-31T09:00"));
  });

  test("of 29 February is 28 February in a common year", () => {
    expect(dayInYear(2, 29, 2026)).toEqual({ month: 2, day: 28 });
    expect(dayInYear(2, 29, 2028)).toEqual({ month: 2, day: 29 });
  });

  test("is on the next day when the hour has passed", () => {
    const from = utc("2026-03-28T22:30");
    expect(nextHour(from, 23, "Europe/Berlin")).toEqual(utc("2026-03-29T21:00"));
    expect(nextHour(from, 2, "Europe/Berlin")).toEqual(utc("2026-03-29T01:00"));
  });

  test("round-trips in every zone from 2024 to 2035", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.date({ min: new Date(FROM), max: new Date(TO), noInvalidDate: true }),
        (timeZone, instant) => {
          const wall = toWallTime(instant, timeZone);
          expect(written(wall)).toBe(shownBy(instant, timeZone));
          const found = toInstant(wall, timeZone);
          expect(found.getTime()).toBeLessThanOrEqual(instant.getTime());
          expect(written(toWallTime(found, timeZone))).toBe(written(wall));
        },
      ),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test("is unique around every clock change in every zone from 2024 to 2035", () => {
    // Zones with equal changes are tested once.
    const alike = new Map(
      ZONES.map((zone) => [
        [3, 10].map((month) => shownBy(new Date(Date.UTC(2026, month, 27, 12)), zone)).join(),
        zone,
      ]),
    );
    for (const timeZone of alike.values()) {
      for (const change of changesOf(timeZone)) {
        for (let minutes = -90; minutes <= 90; minutes += 60) {
          const shown = new Date(change.getTime() + minutes * 60_000);
          const wall = { ...toWallTime(shown, timeZone), minute: 30 };
          const found = toInstant(wall, timeZone);
          const after = toWallTime(found, timeZone);
          // Never early: the clock shows the time, or the first one after the gap.
          expect(written(after) >= written(wall)).toBe(true);
          expect(written(toWallTime(new Date(found.getTime() - 60_000), timeZone))).not.toBe(
            written(wall),
          );
        }
      }
    }
  });
});
