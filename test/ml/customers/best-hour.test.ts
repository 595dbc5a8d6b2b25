import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaMean } from "~/ml/numerics/beta-distribution";
import {
  claimBestHour,
  fitBestHour,
  hourRatesOf,
  type PersonHours,
} from "~/ml/customers/best-hour";
import { bestHourOf, fitStrength, HOURS, updateHourRates } from "~/ml/customers/hour-rates";
import { createRandomNumbers } from "~/ml/numerics/random";
import { propertyRuns } from "../../support/property-runs";

interface World {
  readonly persons: number;
  readonly emailsEach: number;
  readonly seed: number;
  /** Response probability of an email at an hour. */
  readonly rate: (person: number, hour: number) => number;
  /** The hour of an email; random by default. */
  readonly hourOf?: (person: number, random: () => number) => number;
}

/** Two segments: people with even and with odd numbers. */
function simulate({ persons, emailsEach, seed, rate, hourOf }: World): PersonHours {
  const random = createRandomNumbers(seed);
  const responses = new Float64Array(persons * HOURS);
  const exposures = new Float64Array(persons * HOURS);
  for (let person = 0; person < persons; person++) {
    for (let email = 0; email < emailsEach; email++) {
      const hour = hourOf?.(person, random.nextFloat) ?? random.nextInteger(HOURS);
      exposures[person * HOURS + hour]!++;
      if (random.nextFloat() < rate(person, hour)) responses[person * HOURS + hour]!++;
    }
  }
  const segmentOf = Int32Array.from({ length: persons }, (_, person) => person % 2);
  return { responses, exposures, segmentOf, segments: 2 };
}

const ownOf = ({ responses, exposures }: PersonHours, person: number) => ({
  responses: Array.from(responses).slice(person * HOURS, (person + 1) * HOURS),
  exposures: Array.from(exposures).slice(person * HOURS, (person + 1) * HOURS),
});

/** 1 at the peak of the day's curve, 0.78 an hour away, 0.02 four hours away. */
const nearness = (hour: number, peak: number) => Math.exp(-((hour - peak) ** 2) / 4);

const NOTHING = {
  responses: new Array<number>(24).fill(0),
  exposures: new Array<number>(24).fill(0),
};

describe("fitBestHour and claimBestHour", () => {
  test("finds the best hours of two segments, and uses them for unknown persons", () => {
    const world = simulate({
      persons: 400,
      emailsEach: 60,
      seed: 1,
      rate: (person, hour) => 0.05 + 0.2 * nearness(hour, person % 2 === 0 ? 8 : 20),
    });
    const model = fitBestHour(world);
    expect(claimBestHour(model, 0, NOTHING)).toMatchObject({ hour: 8, level: "segment" });
    expect(claimBestHour(model, 1, NOTHING)?.hour).toBe(20);
    const others = Array.from({ length: HOURS }, (_, hour) => nearness(hour, 8));
    const gain = 0.2 * (1 - (others.reduce((a, b) => a + b) - 1) / 23);
    const { gainLow, gainHigh } = claimBestHour(model, 0, NOTHING)!;
    expect(gainLow).toBeLessThan(gain);
    expect(gainHigh).toBeGreaterThan(gain);
  });

  test("find individual hours of customers who differ, with few false ones", () => {
    const hourOf = (person: number) => (person * 7) % HOURS;
    const world = simulate({
      persons: 300,
      emailsEach: 240,
      seed: 2,
      rate: (person, hour) => (hour === hourOf(person) ? 0.7 : 0.05),
    });
    const model = fitBestHour(world);
    const claims = Array.from({ length: 300 }, (_, person) => ({
      claim: claimBestHour(model, person % 2, ownOf(world, person)),
      person,
    })).filter(({ claim }) => claim?.level === "person");
    const right = claims.filter(({ claim, person }) => claim?.hour === hourOf(person));
    expect(right.length).toBeGreaterThan(200);
    expect(claims.length - right.length).toBeLessThan(3);
  });

  test("claims almost nothing when all hours are equal, in 40 stores with 800 people", () => {
    let ofStores = 0;
    let ofPersons = 0;
    for (let seed = 0; seed < 40; seed++) {
      const world = simulate({ persons: 60, emailsEach: 80, seed, rate: () => 0.1 });
      const model = fitBestHour(world);
      if (claimBestHour(model, 0, NOTHING)) ofStores++;
      for (let person = 0; person < 20; person++) {
        if (claimBestHour(model, person % 2, ownOf(world, person))?.level === "person") ofPersons++;
      }
    }
    expect(ofStores).toBeLessThanOrEqual(2);
    expect(ofPersons).toBeLessThanOrEqual(40);
  });

  test("does not prefer the hour at which most emails are sent", () => {
    const world = simulate({
      persons: 300,
      emailsEach: 60,
      seed: 3,
      rate: (_, hour) => (hour === 19 ? 0.3 : 0.1),
      hourOf: (_, random) => (random() < 0.9 ? 10 : Math.floor(random() * HOURS)),
    });
    const answers = new Float64Array(HOURS);
    Array.from(world.responses).forEach((count, at) => (answers[at % HOURS]! += count));
    expect(answers.indexOf(Math.max(...answers))).toBe(10);
    expect(claimBestHour(fitBestHour(world), 0, NOTHING)).toMatchObject({ hour: 19 });
  });

  test("does not infer a preference from a responsive person emailed at one hour only", () => {
    const world = simulate({ persons: 300, emailsEach: 60, seed: 4, rate: () => 0.1 });
    const exposures = NOTHING.exposures.with(12, 30);
    const keen = { responses: NOTHING.responses.with(12, 18), exposures };
    expect(claimBestHour(fitBestHour(world), 0, keen)).toBeNull();
  });

  test("claims nothing for a store without data", () => {
    const model = fitBestHour({ responses: [], exposures: [], segmentOf: [], segments: 1 });
    expect(claimBestHour(model, 0, NOTHING)).toBeNull();
    expect(claimBestHour(model, 7, NOTHING)).toBeNull();
  });

  test("uses the segment's rates for an unknown person, and more of the person's own with more data", () => {
    const world = simulate({ persons: 100, emailsEach: 50, seed: 5, rate: () => 0.1 });
    const model = fitBestHour(world);
    const parent = model.segments[0]!.betas.map(betaMean);
    hourRatesOf(model, 0, NOTHING).betas.forEach((beta, hour) =>
      expect(betaMean(beta)).toBeCloseTo(parent[hour]!, 12),
    );
    const often = (n: number) => ({
      responses: NOTHING.responses.with(5, n * 0.5),
      exposures: NOTHING.exposures.with(5, n).with(6, 10 * n),
    });
    const far = [1, 100, 1e6].map((n) => 0.5 - betaMean(hourRatesOf(model, 0, often(n)).betas[5]!));
    expect(far[0]).toBeGreaterThan(far[1]!);
    expect(far[1]).toBeGreaterThan(far[2]!);
    expect(far[2]).toBeCloseTo(0, 2);
  });
});

describe("bestHourOf", () => {
  const beta = fc.record({
    a: fc.double({ min: 1, max: 50, noNaN: true }),
    b: fc.double({ min: 1, max: 500, noNaN: true }),
  });
  const day = fc.array(beta, { minLength: HOURS, maxLength: HOURS });

  test("returns the highest mean, inside its interval, and shifts with the day", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 23 }), (betas, turn) => {
        const best = bestHourOf({ betas, levelError: 0.1 });
        const means = betas.map(betaMean);
        fc.pre(new Set(means).size === HOURS);
        expect(best.rate).toBe(Math.max(...means));
        const others = means.filter((_, hour) => hour !== best.hour);
        expect(best.gain).toBeCloseTo(best.rate - others.reduce((a, b) => a + b) / 23, 10);
        expect(best.gainLow).toBeLessThan(best.gain);
        expect(best.gainHigh).toBeGreaterThan(best.gain);
        const turned = bestHourOf({
          betas: [...betas.slice(turn), ...betas.slice(0, turn)],
          levelError: 0.1,
        });
        expect(turned.hour).toBe((best.hour - turn + HOURS) % HOURS);
        expect(turned.gainLow).toBeCloseTo(best.gainLow, 10);
      }),
      { numRuns: propertyRuns(40) },
    );
  });

  test("is more certain with a lower confidence level and a better known mean", () => {
    const betas = Array.from({ length: HOURS }, (_, hour) => ({ a: hour === 7 ? 30 : 10, b: 90 }));
    const low = (confidence: number, levelError: number) =>
      bestHourOf({ betas, levelError }, confidence).gainLow;
    expect(low(0.5, 0.1)).toBeGreaterThan(low(0.99, 0.1));
    expect(low(0.5, 0.1)).toBeGreaterThan(low(0.5, 0.5));
  });
});

describe("fitStrength", () => {
  test("distinguishes scattered hours from chance", () => {
    const random = createRandomNumbers(9);
    const cells = (spread: number) =>
      Array.from({ length: 500 }, (_, n) => {
        const rate = 0.2 + (n % 2 === 0 ? spread : -spread);
        let responses = 0;
        for (let email = 0; email < 50; email++) if (random.nextFloat() < rate) responses++;
        return { responses, exposures: 50, mean: 0.2 };
      });
    expect(fitStrength(cells(0))).toBeGreaterThanOrEqual(1024);
    expect(fitStrength(cells(0.15))).toBeLessThanOrEqual(16);
    expect(fitStrength([])).toBe(4 ** 10);
  });
});

test("updateHourRates is the Beta posterior around the parent's shape at the own level", () => {
  const strong = 1e15;
  const betas = Array.from({ length: HOURS }, (_, hour) => {
    const mean = hour < 12 ? 0.1 : 0.2;
    return { a: strong * mean, b: strong * (1 - mean) };
  });
  const counts = {
    responses: NOTHING.responses.with(0, 3),
    exposures: NOTHING.exposures.with(0, 10),
  };
  // Expected 1 response of 10 emails, observed 3; the level has the weight of one response: (3 + 1) / (1 + 1) = 2.
  const rates = updateHourRates({ betas, levelError: 0 }, counts, 10);
  expect(rates.betas[0]!.a).toBeCloseTo(10 * 0.2 + 3, 9);
  expect(rates.betas[0]!.b).toBeCloseTo(10 * 0.8 + 7, 9);
  expect(rates.betas[23]!.a).toBeCloseTo(10 * 0.4, 9);
  // Four responses distinguish a level from one half as large.
  expect(rates.levelError).toBe(0.5);
  // A parent with only ten emails has half the weight.
  const unsure = {
    betas: betas.map(({ a, b }) => ({ a: (10 * a) / strong, b: (10 * b) / strong })),
    levelError: 0,
  };
  expect(updateHourRates(unsure, counts, 10).betas[23]!.a).toBeCloseTo(5 * 0.4, 9);
});
