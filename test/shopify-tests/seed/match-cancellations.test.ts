import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  matchCancellations,
  type Bought,
  type ReturnedLine,
} from "../../shopify/seed/match-cancellations";

const day = (n: number) => new Date(Date.UTC(2010, 0, n)).toISOString();

const aPurchase = (overrides: Partial<Bought> = {}): Bought => ({
  orderId: "order",
  lineId: "line",
  customer: "12345",
  product: "85123A",
  at: day(1),
  quantity: 10,
  unitMinor: 255,
  ...overrides,
});

const aReturn = (overrides: Partial<ReturnedLine> = {}): ReturnedLine => ({
  invoice: "C1",
  customer: "12345",
  product: "85123A",
  at: day(9),
  quantity: 4,
  ...overrides,
});

describe("matchCancellations", () => {
  test("refunds the price paid in the latest order first, then in the one before", () => {
    const bought = [
      aPurchase({ orderId: "old", lineId: "a", at: day(1), unitMinor: 200 }),
      aPurchase({ orderId: "new", lineId: "b", at: day(5), unitMinor: 300, quantity: 3 }),
    ];
    expect(matchCancellations(bought, [aReturn()]).refunds).toEqual([
      {
        invoice: "C1",
        orderId: "new",
        at: day(9),
        lines: [{ lineId: "b", quantity: 3, subtotalMinor: 900 }],
      },
      {
        invoice: "C1",
        orderId: "old",
        at: day(9),
        lines: [{ lineId: "a", quantity: 1, subtotalMinor: 200 }],
      },
    ]);
  });

  test.each([
    ["another customer's order", { customer: "99999" }],
    ["an order of another product", { product: "22423" }],
    ["an order that came later", { at: day(10) }],
  ])("matches nothing from %s", (_what, overrides) => {
    const { refunds, counts } = matchCancellations([aPurchase(overrides)], [aReturn()]);
    expect(refunds).toEqual([]);
    expect(counts).toEqual({ matched: 0, partlyMatched: 0, unmatched: 1, unmatchedUnits: 4 });
  });

  test("lists a line once when an invoice cancels it twice", () => {
    const { refunds } = matchCancellations([aPurchase()], [aReturn(), aReturn({ quantity: 2 })]);
    expect(refunds.map(({ lines }) => lines)).toEqual([
      [{ lineId: "line", quantity: 6, subtotalMinor: 1530 }],
    ]);
  });

  test("never refunds more than was bought, and accounts for every unit", () => {
    const purchases = fc.array(
      fc.record({
        at: fc.integer({ min: 1, max: 20 }).map(day),
        product: fc.constantFrom("p", "q"),
        quantity: fc.integer({ min: 1, max: 9 }),
      }),
    );
    fc.assert(
      fc.property(purchases, purchases, (buys, returns) => {
        const bought = buys.map((b, i) => aPurchase({ ...b, orderId: `o${i}`, lineId: `l${i}` }));
        const returnedLines = returns.map((r, i) => aReturn({ ...r, invoice: `C${i}` }));
        const { refunds, counts } = matchCancellations(bought, returnedLines);

        const refunded = new Map<string, number>();
        for (const { lineId, quantity } of refunds.flatMap(({ lines }) => lines))
          refunded.set(lineId, (refunded.get(lineId) ?? 0) + quantity);
        for (const { lineId, quantity } of bought)
          expect(refunded.get(lineId) ?? 0).toBeLessThanOrEqual(quantity);
        const found = [...refunded.values()].reduce((sum, units) => sum + units, 0);
        const requested = returnedLines.reduce((sum, { quantity }) => sum + quantity, 0);
        expect(found + counts.unmatchedUnits).toBe(requested);
      }),
    );
  });
});
