import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupPurchases, purchasesBetween } from "~/ml/customers/purchases";

const row = fc.record({
  customer: fc.integer({ min: 0, max: 4 }),
  day: fc.integer({ min: -3, max: 6 }),
  value: fc.integer({ min: 0, max: 50 }),
  lines: fc.integer({ min: 1, max: 3 }),
});
type Row = { customer: number; day: number; value: number; lines: number };

const grouped = (rows: readonly Row[]) =>
  groupPurchases({
    customers: 5,
    customerOf: rows.map(({ customer }) => customer),
    days: rows.map(({ day }) => day),
    values: rows.map(({ value }) => value),
    lines: rows.map(({ lines }) => lines),
  });

describe("groupPurchases", () => {
  test("counts one customer's items of one day as one purchase", () => {
    const { offsets, days, values, lines } = grouped([
      { customer: 1, day: 6, value: 4, lines: 1 },
      { customer: 0, day: 2, value: 1, lines: 1 },
      { customer: 1, day: 3, value: 5, lines: 2 },
      { customer: 1, day: 6, value: 7, lines: 1 },
    ]);
    expect([...offsets]).toEqual([0, 1, 3, 3, 3, 3]);
    expect([...days]).toEqual([2, 3, 6]);
    expect([...values]).toEqual([1, 5, 11]);
    expect([...lines]).toEqual([1, 2, 2]);
  });

  test("equals the sums by customer and day, for any order of rows", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const { offsets, days, values, lines } = grouped(rows);
        expect(grouped(rows.slice().reverse())).toEqual(grouped(rows));
        for (let customer = 0; customer < 5; customer++) {
          const own = rows.filter((one) => one.customer === customer);
          const ownDays = [...new Set(own.map(({ day }) => day))].sort((a, b) => a - b);
          const sums = (of: (one: Row) => number) =>
            ownDays.map((day) =>
              own.filter((one) => one.day === day).reduce((sum, one) => sum + of(one), 0),
            );
          const [from, to] = [offsets[customer]!, offsets[customer + 1]!];
          expect([...days.slice(from, to)]).toEqual(ownDays);
          expect([...values.slice(from, to)]).toEqual(sums(({ value }) => value));
          expect([...lines.slice(from, to)]).toEqual(sums((one) => one.lines));
        }
      }),
    );
  });
});

describe("purchasesBetween", () => {
  const purchases = grouped([1, 3, 5].map((day) => ({ customer: 2, day, value: 1, lines: 1 })));

  test.each([
    ["from the first day on, up to but not with the last", 1, 5, 0, 2],
    ["nothing between two purchases", 4, 5, 2, 2],
    ["all", -Infinity, Infinity, 0, 3],
  ])("finds %s", (_what, from, to, start, end) => {
    expect(purchasesBetween(purchases, 2, from, to)).toEqual({ start, end });
  });

  test("finds nothing of a customer without purchases", () => {
    const { start, end } = purchasesBetween(purchases, 0, -Infinity, Infinity);
    expect(end - start).toBe(0);
  });
});
