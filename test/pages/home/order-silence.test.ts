import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chanceOfSilence, daysSince, isUnusuallySilent } from "~/pages/home/order-silence";
import { createRandomNumbers } from "~/ml/numerics/random";

const DAY_MS = 86_400_000;
// A Monday.
const LAST_DAY = Date.parse("2026-03-02T00:00:00Z");
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);
/** Eight weeks up to the day before the last order. */
const history = (ordersOn: (weekday: number, back: number) => number, days = 56) =>
  Array.from({ length: days }, (_, i) => {
    const at = LAST_DAY - (days - i) * DAY_MS;
    return { day: dayAt(at), orders: ordersOn(new Date(at).getUTCDay(), days - i) };
  });
const lastOrderAt = new Date(LAST_DAY + DAY_MS / 2);
const isSilent = (days: number, of: ReturnType<typeof history>) =>
  isUnusuallySilent(of, lastOrderAt, new Date(lastOrderAt.getTime() + days * DAY_MS), "UTC");

describe("the order silence of a store", () => {
  test.each([
    ["ten orders a day, a day and a half", 1.5, history(() => 10), true],
    ["ten orders a day, less than a day", 0.9, history(() => 10), false],
    ["one order a day, four days", 4, history(() => 1), false],
    ["one order a day, two weeks", 14, history(() => 1), true],
    [
      "an order every eight days, six weeks",
      42,
      history((_, back) => (back % 8 === 0 ? 1 : 0)),
      false,
    ],
    [
      "three orders in eight weeks, half a year",
      180,
      history((_, back) => (back < 4 ? 1 : 0)),
      false,
    ],
    ["a store three weeks old, a month", 30, history(() => 5, 21), false],
  ])("of %s: reports %s", (_of, days, before, expected) => {
    expect(isSilent(days, before)).toBe(expected);
  });

  test("does not alarm a store that sells only on weekdays during a weekend", () => {
    const onWorkingDays = history((weekday) => (weekday === 0 || weekday === 6 ? 0 : 8));
    const friday = new Date("2026-02-27T17:00:00Z");
    const monday = new Date("2026-03-02T08:00:00Z");
    const before = onWorkingDays.filter(({ day }) => day < "2026-02-27");
    expect(isUnusuallySilent(before, friday, monday, "UTC")).toBe(false);
    const nextTuesday = new Date("2026-03-03T17:00:00Z");
    expect(isUnusuallySilent(before, friday, nextTuesday, "UTC")).toBe(true);
  });

  test("may be longer when orders come in bursts", () => {
    const even = history(() => 2);
    const inBursts = history((_, back) => (back % 28 === 0 ? 56 : 0));
    expect(isSilent(9, even)).toBe(true);
    expect(isSilent(9, inBursts)).toBe(false);
  });
});

test("counts parts of its first and last day, in the shop's time zone", () => {
  const from = new Date("2026-03-02T18:00:00Z");
  const to = new Date("2026-03-04T06:00:00Z");
  expect(daysSince(from, to, "UTC")).toEqual([
    { day: "2026-03-02", share: 0.25 },
    { day: "2026-03-03", share: 1 },
    { day: "2026-03-04", share: 0.25 },
  ]);
  expect(daysSince(from, new Date("2026-03-02T19:12:00Z"), "UTC")).toEqual([
    { day: "2026-03-02", share: expect.closeTo(0.05, 9) as number },
  ]);
  expect(daysSince(from, to, "Australia/Sydney")[0]).toMatchObject({ day: "2026-03-03" });
});

test("has a probability that falls with its length and rises when fewer orders are known", () => {
  const orders = fc.array(fc.nat(20), { minLength: 56, maxLength: 56 });
  fc.assert(
    fc.property(orders, fc.nat(60), (counts, days) => {
      const before = history((_, back) => counts[back - 1] ?? 0);
      const silence = (length: number) =>
        Array.from({ length }, (_, i) => ({ day: dayAt(LAST_DAY + i * DAY_MS), share: 1 }));
      const chance = chanceOfSilence(before, silence(days));
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
      expect(chanceOfSilence(before, silence(days + 1))).toBeLessThanOrEqual(chance);
    }),
  );
});

test("causes a question to an unchanged store less than once in fifty years", () => {
  const random = createRandomNumbers(7);
  const instant = (days: number) => new Date(LAST_DAY + days * DAY_MS);
  let requested = 0;
  for (const perDay of [0.05, 0.3, 1, 3, 10]) {
    for (let year = 0; year < 20; year++) {
      const orders: number[] = [];
      const counts = new Array<number>(366).fill(0);
      for (let at = 0; at < 365; at += -Math.log(1 - random.nextFloat()) / perDay) {
        orders.push(at);
        counts[Math.floor(at)]! += 1;
      }
      for (const [i, at] of orders.entries()) {
        const next = orders[i + 1] ?? 0;
        if (at < 28 || next - at < 1) continue;
        const first = Math.max(0, Math.floor(at) - 56);
        const before = counts
          .slice(first, Math.floor(at))
          .map((count, n) => ({ day: dayAt(LAST_DAY + (first + n) * DAY_MS), orders: count }));
        if (isUnusuallySilent(before, instant(at), instant(next), "UTC")) requested++;
      }
    }
  }
  expect(requested).toBeLessThan(2);
});
