import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONTROL_SHARE } from "~/experiments/optimization/experiment";
import { RANDOM_SHARE, sharesOfChances } from "~/experiments/policy/shares-of-chances";

const optionsOf = (chances: readonly number[]) =>
  chances.map((chance, n) => ({ chance, isOwn: n === 0, isExplored: true }));

describe("sharesOfChances", () => {
  test("gives the random share to each option and the rest by the chances", () => {
    const shares = sharesOfChances(optionsOf([0.5, 0.5, 0]), 1);
    [0.45 + 0.1 / 3, 0.45 + 0.1 / 3, 0.1 / 3].forEach((share, n) =>
      expect(shares[n]).toBeCloseTo(share, 12),
    );
  });

  test("keeps a control, adds up to 1, and never takes the random share from an option", () => {
    const all = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(
        all.filter((it) => it.some((count) => count > 0)),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        (counts, sharpness) => {
          const total = counts.reduce((sum, count) => sum + count, 0);
          const shares = sharesOfChances(optionsOf(counts.map((it) => it / total)), sharpness);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
          expect(shares[0]).toBeGreaterThan(CONTROL_SHARE - 1e-12);
          for (const share of shares)
            expect(share).toBeGreaterThan(RANDOM_SHARE / counts.length - 1e-12);
        },
      ),
    );
  });

  test("gives an option that is only measured the random share", () => {
    const options = [
      { chance: 0, isOwn: true, isExplored: false },
      { chance: 1, isOwn: false, isExplored: false },
      { chance: 0, isOwn: false, isExplored: true },
    ];
    const shares = sharesOfChances(options, 1);
    [0.1, 0.8, 0.1].forEach((share, n) => expect(shares[n]).toBeCloseTo(share, 12));
  });
});
