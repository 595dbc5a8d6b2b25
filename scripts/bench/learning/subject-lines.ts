import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Beta } from "~/ml/numerics/beta-distribution";
import { sharedPrior } from "~/ml/experiments/arms";
import { bestArm, planTest } from "~/ml/experiments/test-then-commit";
import { allocateByThompson } from "~/ml/experiments/thompson-sampling";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import { drawBinomial } from "~/ml/numerics/random-draws";

/** Sends of one email at which the policies are compared. */
const SENDS = [2_000, 5_000, 20_000, 50_000];
/** One in this many known tests is used to choose settings. */
const CHOSEN_BY = 2;
/** Number of batches of an email; each knows the clicks of earlier ones. */
const BATCHES = 20;
const DRAWS = 40;
/** Weight in sends of the pooled rate of an email's lines. */
const STRENGTH = 200;
/** Weight in sends of other emails' click rates for a new email. */
const MAX_BELIEVED = 2000;
const SHARPNESSES = [1, 2, 3];
const TEST_SHARES = [0.1, 0.2, 0.3, 0.4];

/** True click rates of one email's subject lines. */
type Lines = readonly number[];
/** Sends an email and returns its clicks. */
type Policy = (lines: Lines, sends: number, random: RandomNumbers) => number;

export interface SubjectLineFindings {
  /** Tests with at least two lines. */
  readonly tests: number;
  /**
   * By policy and by sends: Σ (clicks − clicks of a random line) / Σ (clicks of the best line − clicks of a random
   * line). All sends count, including the test's.
   */
  readonly captured: Readonly<Record<"thompson" | "testThenCommit", Record<number, number>>>;
  /** Thompson sampling's share minus test-then-commit's, at its minimum over sends. */
  readonly minLead: number;
}

/**
 * Replays the headline tests: observed click rates are taken as the true ones, each policy spends its sends on them,
 * and its gain over a random line is compared with that of the best line. Settings are chosen on one half of the
 * tests and evaluated on the other, in both directions. Cost: about 30 s of one core.
 *
 * @param folder of the data sets
 */
export function measureSubjectLines(folder: string, seed: number): SubjectLineFindings {
  const shuffling = createRandomNumbers(seed);
  // The file lists the lines by success, so a tie must not favor the first.
  const tests = readTests(join(folder, "upworthy_ab/headline_tests_dev.csv.gz")).map((lines) =>
    shuffled(lines, shuffling),
  );
  const halves = [0, 1].map((side) => tests.filter((_, n) => n % 2 === side));
  const sums = { thompson: new Map<number, Share>(), testThenCommit: new Map<number, Share>() };
  for (const side of [0, 1]) {
    const [known, held] = [halves[side]!, halves[1 - side]!];
    const before = beliefFrom(known);
    const policies = {
      thompson: SHARPNESSES.map((sharpness) => thompson(before, sharpness)),
      testThenCommit: TEST_SHARES.map(testThenCommit),
    };
    for (const name of ["thompson", "testThenCommit"] as const) {
      for (const sends of SENDS) {
        const policy = choose(policies[name], known, sends, seed);
        const share = play(policy, held, sends, seed);
        const sum = sums[name].get(sends) ?? { got: 0, possible: 0 };
        sums[name].set(sends, {
          got: sum.got + share.got,
          possible: sum.possible + share.possible,
        });
      }
    }
  }
  const captured = { thompson: shares(sums.thompson), testThenCommit: shares(sums.testThenCommit) };
  const leads = SENDS.map((sends) => captured.thompson[sends]! - captured.testThenCommit[sends]!);
  return { tests: tests.length, captured, minLead: Math.min(...leads) };
}

/** Clicks above those of a random line: actual, and of the best line. */
interface Share {
  readonly got: number;
  readonly possible: number;
}

function play(policy: Policy, tests: readonly Lines[], sends: number, seed: number): Share {
  const random = createRandomNumbers(seed);
  let got = 0;
  let possible = 0;
  for (const lines of tests) {
    const mean = lines.reduce((sum, rate) => sum + rate, 0) / lines.length;
    got += policy(lines, sends, random) - mean * sends;
    possible += (Math.max(...lines) - mean) * sends;
  }
  return { got, possible };
}

function choose(
  policies: readonly Policy[],
  tests: readonly Lines[],
  sends: number,
  seed: number,
): Policy {
  const sample = tests.filter((_, n) => n % CHOSEN_BY === 0);
  const gains = policies.map((policy) => play(policy, sample, sends, seed).got);
  return policies[gains.indexOf(Math.max(...gains))]!;
}

function thompson(before: Beta, sharpness: number): Policy {
  return (lines, sends, random) => {
    const counts = emptyCounts(lines);
    for (let batch = 0; batch < BATCHES; batch++) {
      const prior = sharedPrior(counts, before, STRENGTH);
      const options = { prior, draws: DRAWS, sharpness };
      send(counts, allocateByThompson(counts, sends / BATCHES, options, random), lines, random);
    }
    return total(counts.clicks);
  };
}

function testThenCommit(testShare: number): Policy {
  return (lines, sends, random) => {
    const counts = emptyCounts(lines);
    const test = planTest(sends, lines.length, testShare);
    send(counts, test, lines, random);
    const rest = new Int32Array(lines.length);
    rest[bestArm(counts)] = sends - total(test);
    send(counts, rest, lines, random);
    return total(counts.clicks);
  };
}

function shuffled(lines: Lines, random: RandomNumbers): Lines {
  const order = [...lines];
  for (let n = order.length - 1; n > 0; n--) {
    const other = random.nextInteger(n + 1);
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  return order;
}

interface Counts {
  readonly sends: Float64Array;
  readonly clicks: Float64Array;
}

function emptyCounts(lines: Lines): Counts {
  return { sends: new Float64Array(lines.length), clicks: new Float64Array(lines.length) };
}

function send(counts: Counts, plan: Int32Array, lines: Lines, random: RandomNumbers): void {
  plan.forEach((sends, line) => {
    counts.sends[line]! += sends;
    counts.clicks[line]! += drawBinomial(sends, lines[line]!, random);
  });
}

function total(values: Float64Array | Int32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** A Beta with the mean and the variance of the tests' means. */
function beliefFrom(tests: readonly Lines[]): Beta {
  const means = tests.map((lines) => lines.reduce((sum, rate) => sum + rate, 0) / lines.length);
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / means.length;
  const strength = Math.min(MAX_BELIEVED, (mean * (1 - mean)) / variance - 1);
  return { a: mean * strength, b: (1 - mean) * strength };
}

function shares(sums: ReadonlyMap<number, Share>): Record<number, number> {
  return Object.fromEntries([...sums].map(([sends, { got, possible }]) => [sends, got / possible]));
}

/** The click rates of each test with at least two lines, from `test_id,arm,impressions,clicks`. */
function readTests(file: string): Lines[] {
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trim().split("\n").slice(1);
  const tests = new Map<string, number[]>();
  for (const line of lines) {
    const [test = "", , impressions, clicks] = line.split(",");
    const rates = tests.get(test) ?? [];
    tests.set(test, rates);
    if (Number(impressions) > 0) rates.push(Number(clicks) / Number(impressions));
  }
  return [...tests.values()].filter((rates) => rates.length > 1);
}
