import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fitMailTolerance,
  hazardOf,
  toleratedMails,
  type MailWindows,
} from "~/ml/customers/mail-tolerance";
import { createRandomNumbers } from "~/ml/numerics/random";

interface Cell {
  readonly mails: number;
  readonly segment: number;
  readonly windows: number;
  readonly lost: number;
}

const toWindows = (cells: readonly Cell[], segments: number): MailWindows => ({
  mails: cells.map(({ mails }) => mails),
  segmentOf: cells.map(({ segment }) => segment),
  windows: cells.map(({ windows }) => windows),
  lost: cells.map(({ lost }) => lost),
  segments,
});

/** Windows of up to 12 mails in each segment, of whom a chance loses some. */
function simulate(
  windowsEach: number,
  seed: number,
  chance: (mails: number, segment: number) => number,
) {
  const random = createRandomNumbers(seed);
  return [0, 1].flatMap((segment) =>
    Array.from({ length: 12 }, (_, n): Cell => {
      let lost = 0;
      for (let window = 0; window < windowsEach; window++) {
        if (random.nextFloat() < chance(n + 1, segment)) lost++;
      }
      return { mails: n + 1, segment, windows: windowsEach, lost };
    }),
  );
}

const cell = fc
  .record({
    mails: fc.integer({ min: 1, max: 20 }),
    segment: fc.nat({ max: 2 }),
    windows: fc.integer({ min: 1, max: 5000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ share, ...rest }): Cell => ({ ...rest, lost: Math.round(share ** 3 * rest.windows) }));
const cells = fc.array(cell, { maxLength: 10 });

describe("fitMailTolerance", () => {
  test("finds the risk that it was made with, and its growth", () => {
    const truth = (mails: number) => {
      const odds = 0.004 * mails ** 1.4;
      return odds / (1 + odds);
    };
    const model = fitMailTolerance(toWindows(simulate(5000, 1, truth), 2));
    for (const mails of [1, 4, 12]) {
      const { chance, low, high } = hazardOf(model, 0, mails);
      expect(Math.abs(chance / truth(mails) - 1)).toBeLessThan(0.2);
      expect(low).toBeLessThan(truth(mails));
      expect(high).toBeGreaterThan(truth(mails));
    }
    expect(model.theta[1]).toBeGreaterThan(1.2);
    expect(model.theta[1]).toBeLessThan(1.6);
  });

  test("has intervals that hold the truth about as often as they say", () => {
    let held = 0;
    for (let seed = 0; seed < 200; seed++) {
      const model = fitMailTolerance(
        toWindows(
          simulate(400, seed, (mails) => 0.003 * mails),
          2,
        ),
      );
      const { low, high } = hazardOf(model, 1, 6);
      if (low < 0.018 && 0.018 < high) held++;
    }
    expect(held).toBeGreaterThanOrEqual(180);
  });

  test("has no slope left at its answer: the posterior by differences, the long way", () => {
    fc.assert(
      fc.property(cells, (some) => {
        const { theta } = fitMailTolerance(toWindows(some, 3));
        const top = slowPosterior(some, theta);
        for (let n = 0; n < theta.length; n++) {
          for (const step of [1e-3, -1e-3]) {
            const there = slowPosterior(some, theta.with(n, theta[n]! + step));
            expect(there).toBeLessThanOrEqual(top + 1e-9 * Math.abs(top));
          }
        }
      }),
    );
  });

  test("does not care in which order cells come, nor whether alike ones were counted together", () => {
    fc.assert(
      fc.property(cells, (some) => {
        const { theta } = fitMailTolerance(toWindows(some, 3));
        const split = some.flatMap((one) => [
          { ...one, windows: one.windows - one.lost, lost: 0 },
          { ...one, windows: one.lost },
        ]);
        fitMailTolerance(toWindows(split.toReversed(), 3)).theta.forEach((value, n) =>
          expect(value).toBeCloseTo(theta[n]!, 6),
        );
      }),
    );
  });

  test("holds a small segment to the store, and lets a large one go its own way", () => {
    const store = simulate(5000, 3, (mails) => 0.002 * mails);
    const other = (windows: number) => {
      const cells = [...store, { mails: 4, segment: 2, windows, lost: Math.round(0.05 * windows) }];
      return hazardOf(fitMailTolerance(toWindows(cells, 3)), 2, 4).chance;
    };
    expect(other(20)).toBeLessThan(0.02);
    expect(other(20_000)).toBeGreaterThan(0.04);
  });

  test("says what it believed before where nothing was seen, with a wide interval", () => {
    const nothing = fitMailTolerance(toWindows([], 1));
    expect(hazardOf(nothing, 0, 1).chance).toBeCloseTo(0.002, 9);
    expect(hazardOf(nothing, 0, 4).chance).toBeCloseTo(0.008, 3);
    expect(hazardOf(nothing, 0, 4).high).toBeGreaterThan(0.05);
    expect(hazardOf(nothing, 9, 1).high).toBeCloseTo(hazardOf(nothing, 0, 1).high, 12);
  });
});

describe("toleratedMails", () => {
  const limit = { mostHazard: 0.02, mostMails: 28 };

  test("is the most mails whose risk surely stays below the limit", () => {
    const model = fitMailTolerance(
      toWindows(
        simulate(20_000, 4, (mails) => 0.002 * mails),
        2,
      ),
    );
    const mails = toleratedMails(model, 0, limit);
    expect(mails).toBeGreaterThanOrEqual(8);
    expect(mails).toBeLessThanOrEqual(10);
    expect(hazardOf(model, 0, mails).high).toBeLessThanOrEqual(0.02);
    expect(hazardOf(model, 0, mails + 1).high).toBeGreaterThan(0.02);
  });

  test("is fewer where more leave, where less is known, and where less may be lost", () => {
    const model = (windows: number, risk: number) =>
      fitMailTolerance(
        toWindows(
          simulate(windows, 5, (mails) => risk * mails),
          2,
        ),
      );
    const calm = toleratedMails(model(20_000, 0.001), 0, limit);
    expect(toleratedMails(model(20_000, 0.004), 0, limit)).toBeLessThan(calm);
    expect(toleratedMails(model(100, 0.001), 0, limit)).toBeLessThan(calm);
    expect(toleratedMails(model(20_000, 0.001), 0, { ...limit, mostHazard: 0.005 })).toBeLessThan(
      calm,
    );
  });

  test("is at least one and at most the cap", () => {
    const angry = fitMailTolerance(
      toWindows(
        simulate(5000, 6, () => 0.5),
        2,
      ),
    );
    expect(toleratedMails(angry, 0, limit)).toBe(1);
    const patient = fitMailTolerance(
      toWindows(
        simulate(50_000, 6, () => 0),
        2,
      ),
    );
    expect(toleratedMails(patient, 0, limit)).toBe(28);
  });
});

function slowPosterior(some: readonly Cell[], theta: Float64Array): number {
  const means = [Math.log(0.002 / 0.998), 1, 0, 0, 0];
  const deviations = [1, 0.5, 0.5, 0.5, 0.5];
  let sum = 0;
  theta.forEach((value, n) => (sum -= ((value - means[n]!) / deviations[n]!) ** 2 / 2));
  for (const { mails, segment, windows, lost } of some) {
    const logit = theta[0]! + theta[1]! * Math.log(mails) + theta[2 + segment]!;
    const chance = 1 / (1 + Math.exp(-logit));
    // Not 1 - chance: of a chance near 1 that leaves but rounding.
    const chanceToStay = 1 / (1 + Math.exp(logit));
    sum += lost * Math.log(chance) + (windows - lost) * Math.log(chanceToStay);
  }
  return sum;
}
