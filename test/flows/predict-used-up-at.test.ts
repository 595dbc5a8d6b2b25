import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { predictUsedUpAt } from "~/flows/scan/predict-used-up-at";
import { propertyRuns } from "../support/property-runs";

const LAST = new Date("2026-03-01T12:00:00Z");
const daysUntil = (
  { units, own }: { units: number; own: readonly number[] },
  usual: number | null,
): number | null => {
  const at = predictUsedUpAt({ lastAt: LAST, units, ownDaysPerUnit: own }, usual);
  return at && (at.getTime() - LAST.getTime()) / 86_400_000;
};

describe("usedUpAt", () => {
  test("uses the product's interval until the customer has rebought twice", () => {
    expect(daysUntil({ units: 3, own: [] }, 10)).toBe(30);
    expect(daysUntil({ units: 3, own: [2] }, 10)).toBe(30);
  });

  test("then uses the customer's median interval, shrunk toward the product's", () => {
    expect(daysUntil({ units: 1, own: [20, 20] }, 10)).toBe(15);
    expect(daysUntil({ units: 1, own: [20, 22, 18, 20, 400, 20] }, 10)).toBe(17.5);
  });

  test("uses the customer's own interval when the product's is unknown", () => {
    expect(daysUntil({ units: 2, own: [10, 14] }, null)).toBe(24);
    expect(daysUntil({ units: 2, own: [10] }, null)).toBeNull();
  });

  test("returns the same date when all quantities are scaled", () => {
    const days = fc.double({ min: 0.1, max: 500, noNaN: true });
    const usual = fc.option(days);
    fc.assert(
      fc.property(
        fc.record({
          units: fc.integer({ min: 1, max: 50 }),
          own: fc.array(days, { maxLength: 6 }),
        }),
        usual,
        fc.integer({ min: 2, max: 144 }),
        ({ units, own }, ofProduct, k) => {
          const scaled = daysUntil(
            { units: units * k, own: own.map((it) => it / k) },
            ofProduct === null ? null : ofProduct / k,
          );
          const as = daysUntil({ units, own }, ofProduct);
          if (as === null || scaled === null) expect(scaled).toBe(as);
          // Milliseconds are integers.
          else expect(scaled).toBeCloseTo(as, 6);
        },
      ),
      { numRuns: propertyRuns(100) },
    );
  });

  test("lies between the customer's own date and the product's", () => {
    const days = fc.double({ min: 0.1, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.array(days, { minLength: 2, maxLength: 7 }), days, (own, usual) => {
        const alone = daysUntil({ units: 1, own }, null)!;
        const at = daysUntil({ units: 1, own }, usual)!;
        expect(at).toBeGreaterThanOrEqual(Math.min(alone, usual) - 1e-6);
        expect(at).toBeLessThanOrEqual(Math.max(alone, usual) + 1e-6);
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});
