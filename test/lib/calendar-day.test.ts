import fc from "fast-check";
import { expect, test } from "vitest";
import { addMonths, daysOfMonth, weeksOfMonth } from "~/lib/calendar-day";

const month = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 7));

test("counts months over the end of a year", () => {
  expect(addMonths("2026-12", 1)).toBe("2027-01");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
});

test("knows leap years", () => {
  expect(daysOfMonth("2028-02")).toHaveLength(29);
  expect(daysOfMonth("2026-02").at(-1)).toBe("2026-02-28");
});

test("begins a week on the wanted day", () => {
  // November 1, 2026 is a Sunday.
  expect(weeksOfMonth("2026-11", 7)[0]?.[0]).toBe("2026-11-01");
  expect(weeksOfMonth("2026-11", 1)[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
});

test("places each day of a month once, in order and below its weekday", () => {
  fc.assert(
    fc.property(month, fc.integer({ min: 1, max: 7 }), (ofMonth, firstWeekday) => {
      const weeks = weeksOfMonth(ofMonth, firstWeekday);
      expect(weeks.every((week) => week.length === 7 && week.some((day) => day !== null))).toBe(
        true,
      );
      expect(weeks.flat().filter((day) => day !== null)).toEqual(daysOfMonth(ofMonth));
      for (const week of weeks) {
        week.forEach((day, column) => {
          if (day === null) return;
          expect(new Date(`${day}T00:00:00Z`).getUTCDay()).toBe((firstWeekday + column) % 7);
        });
      }
    }),
  );
});
