import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextOutsideQuietHours, nextQuietHours } from "~/delivery/decision/quiet-hours";
import type { QuietHours } from "~/lib/quiet-hours";
import { propertyRuns } from "../../support/property-runs";

const NIGHT = { startHour: 21, endHour: 8 };
const MINUTE_MS = 60_000;

/** The slow reference: minute by minute, with its own clock. */
function oracle(now: Date, timeZone: string, { startHour, endHour }: QuietHours): Date {
  const clock = new Intl.DateTimeFormat("en-US", { timeZone, hour: "numeric", hourCycle: "h23" });
  const isQuiet = (ms: number) => {
    const hour = Number(clock.formatToParts(ms).find(({ type }) => type === "hour")?.value);
    const sinceStart = (hour - startHour + 24) % 24;
    return sinceStart < (endHour - startHour + 24) % 24;
  };
  if (!isQuiet(now.getTime())) return now;
  let ms = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  while (isQuiet(ms)) ms += MINUTE_MS;
  return new Date(ms);
}

const next = (now: string, timeZone: string, quiet: QuietHours = NIGHT) =>
  nextOutsideQuietHours(new Date(now), timeZone, quiet).toISOString();

describe("nextOutsideQuietHours", () => {
  test("sends an email during the day", () => {
    expect(next("2026-03-03T12:34:56.789Z", "Europe/London")).toBe("2026-03-03T12:34:56.789Z");
  });

  test.each([
    ["before midnight", "2026-03-03T23:10:00Z", "2026-03-04T08:00:00.000Z"],
    ["after midnight", "2026-03-04T03:10:00Z", "2026-03-04T08:00:00.000Z"],
    ["at the first quiet minute", "2026-03-03T21:00:00Z", "2026-03-04T08:00:00.000Z"],
    ["at the first loud minute", "2026-03-04T08:00:00Z", "2026-03-04T08:00:00.000Z"],
  ])("waits for the morning %s", (_when, now, morning) => {
    expect(next(now, "Europe/London")).toBe(morning);
  });

  test("uses the recipient's clock in the night that is an hour shorter", () => {
    expect(next("2026-03-28T23:00:00Z", "Europe/London")).toBe("2026-03-29T07:00:00.000Z");
  });

  test("uses the recipient's clock in the night that is an hour longer", () => {
    expect(next("2026-10-24T22:00:00Z", "Europe/London")).toBe("2026-10-25T08:00:00.000Z");
  });

  test("uses the next existing hour when the last quiet one is skipped", () => {
    const untilTwo = { startHour: 21, endHour: 2 };
    expect(next("2026-03-08T05:00:00Z", "America/New_York", untilTwo)).toBe(
      "2026-03-08T07:00:00.000Z",
    );
  });

  test("is never quiet when both hours are the same", () => {
    expect(next("2026-03-03T23:00:00Z", "UTC", { startHour: 8, endHour: 8 })).toBe(
      "2026-03-03T23:00:00.000Z",
    );
  });

  test("agrees with a minute-by-minute search in every zone over ten years", () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
        fc.date({
          min: new Date("2024-01-01"),
          max: new Date("2035-12-31"),
          noInvalidDate: true,
        }),
        fc.record({ startHour: hour, endHour: hour }),
        (timeZone, now, quiet) => {
          expect(nextOutsideQuietHours(now, timeZone, quiet)).toEqual(oracle(now, timeZone, quiet));
        },
      ),
      { numRuns: propertyRuns(300) },
    );
  });
});

test.each([
  ["during the day", "2026-03-03T12:34:56Z", "2026-03-03T21:00:00Z"],
  ["at the last quarter of an hour", "2026-03-03T20:45:00Z", "2026-03-03T21:00:00Z"],
  ["at night", "2026-03-03T22:07:00Z", "2026-03-03T22:15:00Z"],
  ["at the last quiet quarter of an hour", "2026-03-04T07:45:00Z", "2026-03-04T21:00:00Z"],
])("finds the next quiet quarter of an hour %s", (_when, now, expected) => {
  expect(nextQuietHours(new Date(now), "Europe/London", NIGHT)).toEqual(new Date(expected));
});

test("finds no quiet hours where there are none", () => {
  const none = { startHour: 8, endHour: 8 };
  expect(nextQuietHours(new Date("2026-03-03T12:00:00Z"), "UTC", none)).toBeNull();
});

test("allows a message until the next quiet hours begin", () => {
  const zones = fc.constantFrom("Europe/London", "Asia/Kathmandu", "America/St_Johns");
  const hour = fc.integer({ min: 0, max: 23 });
  const minute = fc.integer({ min: 0, max: 525_600 });
  fc.assert(
    fc.property(zones, hour, hour, minute, (timeZone, startHour, endHour, minutes) => {
      const quiet = { startHour, endHour };
      const requested = new Date(Date.UTC(2026, 0, 1) + minutes * MINUTE_MS);
      const now = nextOutsideQuietHours(requested, timeZone, quiet);
      const from = nextQuietHours(now, timeZone, quiet);
      if (from === null) return startHour === endHour;
      const isAwake = (ms: number) =>
        nextOutsideQuietHours(new Date(ms), timeZone, quiet).getTime() === ms;
      const steps = (from.getTime() - now.getTime()) / (15 * MINUTE_MS);
      const before = Array.from(
        { length: Math.ceil(steps) },
        (_, n) => now.getTime() + n * 15 * MINUTE_MS,
      );
      return before.every(isAwake) && isAwake(from.getTime() - 1) && !isAwake(from.getTime());
    }),
  );
});
