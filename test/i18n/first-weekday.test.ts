import { expect, test } from "vitest";
import { firstWeekday } from "~/i18n/first-weekday";

test.each([
  ["en-US", 7],
  ["en-GB", 1],
  ["de", 1],
  ["ja", 7],
  ["ar-EG", 6],
])("begins a week in %s on day %i", (locale, day) => {
  expect(firstWeekday(locale)).toBe(day);
});
