import { expect, test } from "vitest";
import { suggestHour } from "~/campaigns/suggested-hour";

const QUIET = { startHour: 21, endHour: 8 };
const orders = (byHour: Readonly<Record<number, number>>) =>
  Array.from({ length: 24 }, (_, hour) => byHour[hour] ?? 0);

test("suggests the hour around which customers order", () => {
  expect(suggestHour(orders({ 13: 20, 14: 30, 15: 20 }), QUIET)).toBe(14);
});

test("moves to the nearest hour that is not quiet", () => {
  expect(suggestHour(orders({ 23: 40 }), QUIET)).toBe(20);
  expect(suggestHour(orders({ 4: 40 }), QUIET)).toBe(8);
  expect(suggestHour(orders({ 23: 40 }), { startHour: 8, endHour: 8 })).toBe(23);
});

test("suggests nothing while orders are too few or too spread to say when", () => {
  expect(suggestHour(orders({}), QUIET)).toBeNull();
  expect(suggestHour(orders({ 14: 19 }), QUIET)).toBeNull();
  expect(suggestHour(orders({ 9: 10, 14: 1, 20: 10 }), QUIET)).toBeNull();
  expect(suggestHour(new Array<number>(24).fill(10), QUIET)).toBeNull();
});
