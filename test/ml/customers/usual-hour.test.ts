import { expect, test } from "vitest";
import { findUsualHour } from "~/ml/customers/usual-hour";
import { createRandomNumbers } from "~/ml/numerics/random";

const counts = (byHour: Readonly<Record<number, number>>) =>
  Float64Array.from({ length: 24 }, (_, hour) => byHour[hour] ?? 0);

test("averages hours around the clock, so before and after midnight is midnight", () => {
  expect(findUsualHour(counts({ 15: 4 }))!.hour).toBeCloseTo(15.5);
  expect(findUsualHour(counts({ 12: 10, 18: 10 }))!.hour).toBeCloseTo(15.5);
  expect(findUsualHour(counts({ 22: 3, 2: 3 }))!.hour).toBeCloseTo(0.5);
});

test("knows no usual hour without events, or if opposite hours balance", () => {
  expect(findUsualHour(counts({}))).toBeNull();
  expect(findUsualHour(counts({ 3: 5, 15: 5 }))).toBeNull();
});

test("claims an error that covers the true hour in about 94 of 100 samples", () => {
  const random = createRandomNumbers(7);
  const draw = () =>
    random.nextFloat() < 0.5 ? 9 + 5 * random.nextFloat() : 17 + 5 * random.nextFloat();
  let covered = 0;
  for (let sample = 0; sample < 1_000; sample++) {
    const byHour = counts({});
    for (let event = 0; event < 200; event++) byHour[Math.floor(draw())]! += 1;
    const { hour, error } = findUsualHour(byHour)!;
    if (Math.abs(hour - 15.5) <= 1.96 * error) covered += 1;
  }
  expect(covered).toBeGreaterThan(920);
  expect(covered).toBeLessThan(975);
});
