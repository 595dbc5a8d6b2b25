import { expect, test } from "vitest";
import { logEvidenceOfOtherRatio } from "~/ml/experiments/ratio-evidence";
import { createRandomNumbers } from "~/ml/numerics/random";

test("is neutral without people, and has mean 1 over all outcomes of the intended ratio", () => {
  expect(logEvidenceOfOtherRatio(0, 0, 0.2)).toBeCloseTo(0, 10);
  const people = 12;
  let mean = 0;
  let ways = 1;
  for (let holdout = 0; holdout <= people; holdout++) {
    const chance = ways * 0.2 ** holdout * 0.8 ** (people - holdout);
    mean += chance * Math.exp(logEvidenceOfOtherRatio(holdout, people, 0.2));
    ways *= (people - holdout) / (holdout + 1);
  }
  expect(mean).toBeCloseTo(1, 9);
});

test("rarely warns a shop that assigns as intended, with a look at each person", () => {
  const random = createRandomNumbers(11);
  let warned = 0;
  for (let shop = 0; shop < 1_000; shop++) {
    let holdout = 0;
    let isWarned = false;
    for (let people = 1; people <= 1_000 && !isWarned; people++) {
      if (random.nextFloat() < 0.05) holdout++;
      // Each person moves the evidence little, so every tenth look suffices.
      if (people % 10 === 0)
        isWarned = logEvidenceOfOtherRatio(holdout, people, 0.05) > Math.log(20);
    }
    if (isWarned) warned++;
  }
  expect(warned).toBeLessThanOrEqual(50);
});

test("finds a holdout that lost a third of its people", () => {
  expect(logEvidenceOfOtherRatio(200, 6_000, 0.05)).toBeGreaterThan(Math.log(1_000));
  expect(logEvidenceOfOtherRatio(300, 6_000, 0.05)).toBeLessThan(0);
});
