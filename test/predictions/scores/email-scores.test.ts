import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import {
  FREQUENCY_GROUPS,
  frequencyGroupOf,
  trainEmailHabits,
  type EmailHistory,
} from "~/predictions/history/email-habits";
import { NO_LEARNED_LIMIT } from "~/predictions/email-habit";
import { scoreTolerance } from "~/predictions/scores/email-scores";
import { daysAgo, NOW } from "../../support/builders";

const NO_HOURS: EmailHistory["persons"] = {
  exposures: new Float64Array(0),
  responses: new Float64Array(0),
  segmentOf: new Int32Array(0),
  segments: 3,
};

type Counts = readonly [engaged: number, newcomers: number, quiet: number];

/** The score of a customer in a group with this many emails, in a shop with these counts. */
function limitOf(
  { emails, lost }: { emails: Counts; lost: Counts },
  { group = FREQUENCY_GROUPS.quiet, had = 0 }: { group?: number; had?: number } = {},
) {
  const email_habits = trainEmailHabits({
    ...{ persons: NO_HOURS, losses: { emails, lost } },
    ...{ emails: emails.reduce((sum, count) => sum + count, 0), answered: 0 },
  });
  const exposures = new Float64Array(24);
  exposures[10] = had;
  return scoreTolerance({ groupOf: Int32Array.of(group), exposures }, 0, { email_habits });
}

test("concludes nothing from few unsubscribes", () => {
  expect(limitOf({ emails: [0, 0, 5], lost: [0, 0, 0] })).toMatchObject({ grade: "D" });
  expect(limitOf({ emails: [0, 0, 500], lost: [0, 0, 29] })).toMatchObject({
    grade: "D",
    emailsPer28Days: NO_LEARNED_LIMIT,
  });
});

test("sets no limit when one email causes 0.1 to 0.5% unsubscribes", () => {
  const random = createRandomNumbers(7);
  for (const rate of [0.001, 0.002, 0.003, 0.005]) {
    for (const count of [1_000, 3_000, 30_000]) {
      for (let shop = 0; shop < 40; shop++) {
        const draw = () => {
          let lost = 0;
          for (let n = 0; n < count; n++) if (random.nextFloat() < rate) lost++;
          return lost;
        };
        const lost: Counts = [draw(), draw(), draw()];
        for (const group of Object.values(FREQUENCY_GROUPS)) {
          const limit = limitOf({ emails: [count, count, count], lost }, { group });
          expect(limit?.emailsPer28Days).toBe(NO_LEARNED_LIMIT);
        }
      }
    }
  }
});

test("limits tired customers, and newcomers more than established ones, but not clickers", () => {
  const shop = { emails: [8_000, 2_000, 8_000], lost: [30, 10, 240] } as const;
  expect(limitOf(shop)?.emailsPer28Days).toBeLessThan(8);
  expect(limitOf(shop)?.emailsPer28Days).toBeGreaterThanOrEqual(4);
  expect(limitOf(shop, { had: 60 })?.emailsPer28Days).toBe(NO_LEARNED_LIMIT);
  expect(limitOf(shop, { group: FREQUENCY_GROUPS.engaged })?.emailsPer28Days).toBe(
    NO_LEARNED_LIMIT,
  );
});

test("never lowers a person's limit after emails that the person accepted", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 400 }),
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 50 }),
      (lost, had, more) => {
        const shop = { emails: [0, 0, 10_000], lost: [0, 0, lost] } as const;
        const limit = (emails: number) => limitOf(shop, { had: emails })?.emailsPer28Days ?? 0;
        return limit(had + more) >= limit(had);
      },
    ),
  );
});

test("counts a customer as engaged for ninety days after a click or order, and as established after thirty days", () => {
  const { engaged, new: newcomer, quiet } = FREQUENCY_GROUPS;
  expect(frequencyGroupOf(daysAgo(89), daysAgo(300), NOW)).toBe(engaged);
  expect(frequencyGroupOf(daysAgo(91), daysAgo(300), NOW)).toBe(quiet);
  expect(frequencyGroupOf(null, daysAgo(29), NOW)).toBe(newcomer);
  expect(frequencyGroupOf(null, null, NOW)).toBe(newcomer);
});
