import { describe, expect, test } from "vitest";
import { snapshotAt, type Snapshot } from "~/ml/customers/customer-features";
import { chancesByPeriod, fitHazardTrees, lifeTable } from "~/ml/customers/hazard-trees";
import { NEXT_ORDER_FEATURES } from "~/ml/customers/next-order-model";
import { aShop } from "./shops";

const PERIODS = [1, 7, 14, 30, 60];

const windowOf = (horizonDays: number, waits: readonly number[]): Snapshot => ({
  day: 20_000,
  horizonDays,
  customers: Int32Array.from(waits, (_, row) => row),
  features: new Float64Array(0),
  orders: Float64Array.from(waits, () => 1),
  chances: Float64Array.from(waits, () => 0.5),
  labels: Float64Array.from(waits, (wait) => (wait < Infinity ? 1 : 0)),
  waits: Float64Array.from(waits),
});

describe("lifeTable", () => {
  test("is the share that ended if all were observed to the end", () => {
    const table = lifeTable([windowOf(60, [0, 5, 20, Infinity])], PERIODS);
    expect(table.map((share) => Math.round(100 * share))).toEqual([25, 50, 50, 75, 75]);
  });

  test("counts a wait that was cut off only as long as it was observed", () => {
    // Two of four end within a week; of the two observed longer, one within a month.
    const table = lifeTable([windowOf(7, [2, Infinity]), windowOf(30, [3, 20])], PERIODS);
    expect(table).toEqual([0, 0.5, 0.5, 1, 1]);
  });
});

describe("fitHazardTrees", () => {
  const shop = aShop({ customers: 300, days: 500 });
  const windows = [20, 60, 100].map((days) => snapshotAt(shop, 320 - days, days, null));
  const model = fitHazardTrees(windows, NEXT_ORDER_FEATURES, PERIODS);
  const held = snapshotAt(shop, 320, 60, null);
  const chances = chancesByPeriod(model, held);

  test("never expects fewer orders by a later period", () => {
    for (let at = 0; at < chances.length; at++) {
      expect(chances[at]).toBeGreaterThan(at % PERIODS.length === 0 ? 0 : chances[at - 1]!);
      expect(chances[at]).toBeLessThan(1);
    }
  });

  test("expects about as many orders as come", () => {
    const expected = held.labels.reduce(
      (sum, _, row) => sum + chances[(row + 1) * PERIODS.length - 1]!,
      0,
    );
    const came = held.labels.reduce((sum, label) => sum + label, 0);
    expect(expected / came).toBeGreaterThan(0.75);
    expect(expected / came).toBeLessThan(1.33);
  });
});
