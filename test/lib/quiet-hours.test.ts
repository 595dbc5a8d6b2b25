import { expect, test } from "vitest";
import { isQuietHour } from "~/lib/quiet-hours";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const quietHours = (startHour: number, endHour: number) =>
  HOURS.filter((hour) => isQuietHour(hour, { startHour, endHour }));

test.each([
  [21, 3, [0, 1, 2, 21, 22, 23]],
  [1, 4, [1, 2, 3]],
  [22, 0, [22, 23]],
  [0, 2, [0, 1]],
  [23, 22, HOURS.filter((hour) => hour !== 22)],
])("from %i until %i only the hours in between are quiet", (startHour, endHour, expected) => {
  expect(quietHours(startHour, endHour)).toEqual(expected);
});

test("no hour is quiet when start and end are equal", () => {
  expect(HOURS.flatMap((hour) => quietHours(hour, hour))).toEqual([]);
});
