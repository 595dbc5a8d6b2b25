import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CampaignTiming } from "~/campaigns/campaign";
import { dueAt, getFirstSendAt } from "~/campaigns/planning/send-time";

const SHOP_ZONE = "Europe/London";
const STARTED_AT = new Date("2026-10-01T12:00:00Z");
const clock = (timeZone: string, bestHour: number | null = null) => ({ timeZone, bestHour });

/** Due time of an email to a person in this time zone. */
function due(timing: CampaignTiming, { timeZone, bestHour }: ReturnType<typeof clock>): string {
  const startsAt = getFirstSendAt(timing, SHOP_ZONE, STARTED_AT);
  return dueAt(timing, startsAt, SHOP_ZONE, { timeZone, bestHour }).toISOString();
}

describe("a recipient's local send time", () => {
  const at = (date: string, time: string) => ({ kind: "recipient_time", date, time }) as const;

  test.each([
    ["the night before clocks go forward", "2027-03-27", "10:00", "2027-03-27T10:00:00.000Z"],
    ["the day on which they do", "2027-03-28", "10:00", "2027-03-28T09:00:00.000Z"],
    ["an hour that there is not", "2027-03-28", "01:30", "2027-03-28T01:00:00.000Z"],
    ["an hour that comes twice", "2026-10-25", "01:30", "2026-10-25T00:30:00.000Z"],
    ["the hour after", "2026-10-25", "02:00", "2026-10-25T02:00:00.000Z"],
  ])("is correct on %s", (_what, date, time, expected) => {
    expect(due(at(date, time), clock("Europe/London"))).toBe(expected);
  });

  test("has the chosen hour in every zone and is never before the campaign starts", () => {
    const minute = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
        fc.date({ min: new Date("2026-10-03"), max: new Date("2030-01-01"), noInvalidDate: true }),
        // Clocks change at night.
        fc.integer({ min: 5, max: 21 }),
        minute,
        (timeZone, day, hour, min) => {
          const two = (n: number) => String(n).padStart(2, "0");
          const [date, time] = [day.toISOString().slice(0, 10), `${two(hour)}:${two(min)}`];
          const timing = at(date, time);
          const instant = new Date(due(timing, clock(timeZone)));
          const shown = instant.toLocaleString("sv-SE", { timeZone }).slice(0, 16);
          expect(shown).toBe(`${date} ${time}`);
          const begins = getFirstSendAt(timing, SHOP_ZONE, STARTED_AT);
          expect(begins.getTime()).toBeLessThanOrEqual(instant.getTime());
        },
      ),
    );
  });

  test("is now when the hour has already passed", () => {
    const timing = at("2026-10-01", "10:00");
    expect(due(timing, clock("Asia/Tokyo"))).toBe(STARTED_AT.toISOString());
    expect(due(timing, clock("America/New_York"))).toBe("2026-10-01T14:00:00.000Z");
  });
});

describe("a best hour", () => {
  const timing = { kind: "best_hour", date: "2026-10-25", time: "18:30" } as const;

  test("is in the shop's time zone for customers in any zone", () => {
    expect(due(timing, clock("Asia/Tokyo", 9))).toBe("2026-10-25T09:00:00.000Z");
  });

  test("falls back to the merchant's time", () => {
    expect(due(timing, clock("Asia/Tokyo"))).toBe("2026-10-25T18:30:00.000Z");
  });

  test("at midnight means the start of the day", () => {
    expect(due(timing, clock("Europe/London", 0))).toBe("2026-10-24T23:00:00.000Z");
  });
});
