import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { binFeatures } from "~/ml/trees/feature-bins";
import { propertyRuns } from "../../support/property-runs";

describe("binFeatures", () => {
  test("gives few distinct values one bin each, with limits halfway between them", () => {
    const { codes, limits } = binFeatures(Float64Array.of(5, 1, 1, 2, 9), 1);
    expect([...limits[0]!]).toEqual([1.5, 3.5, 7]);
    expect([...codes]).toEqual([2, 0, 0, 1, 3]);
  });

  test("separates neighboring doubles", () => {
    const next = 1 + Number.EPSILON;
    const { codes } = binFeatures(Float64Array.of(1, next), 1);
    expect([...codes]).toEqual([0, 1]);
  });

  test("divides many values into 64 bins of about equal count", () => {
    const random = createRandomNumbers(1);
    const values = Float64Array.from({ length: 6_400 }, () => random.nextFloat() ** 3);
    const { codes } = binFeatures(values, 1);
    const counts = new Int32Array(64);
    for (const code of codes) counts[code]!++;
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(99);
    expect(Math.max(...counts)).toBeLessThanOrEqual(101);
  });

  test("numbers bins in the order of the values, column by column", () => {
    const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 200 }), (rows) => {
        const { codes, limits } = binFeatures(Float64Array.from(rows.flat()), 2);
        rows.forEach((row, n) =>
          row.forEach((own, column) => {
            const below = limits[column]!.filter((limit) => limit < own).length;
            expect(codes[column * rows.length + n]).toBe(below);
          }),
        );
      }),
      { numRuns: propertyRuns(50) },
    );
  });
});
