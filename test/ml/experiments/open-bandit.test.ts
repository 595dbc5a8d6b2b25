import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { estimatePolicyValue } from "~/ml/experiments/doubly-robust";
import {
  findWeakOverlap,
  measureOverlap,
  type PolicyLog,
  type TargetPolicy,
} from "~/ml/experiments/policy-overlap";

const folder = join(process.env.KINDRED_DATA ?? "../shared/data", "obd_zozotown");
const ITEMS = 34;
const POSITIONS = 3;
const USER_FEATURES = 4;
/** Values of user features that fewer rows have are left out. */
const MIN_ROWS = 500;
/** As in the app. */
const MIN_PEOPLE = 30;

/** Impressions in the shop's recommendation frame, each with the item, whether it was clicked, and its probability. */
interface Impressions {
  readonly log: PolicyLog;
  readonly positions: Int32Array;
  readonly clicks: Float64Array;
}

function readLines(policy: string): string[][] {
  const text = gunzipSync(readFileSync(join(folder, `${policy}_men.csv.gz`))).toString("utf8");
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
}

/** The position and the common values of user features as 0 or 1. */
function readImpressions(policy: string): Impressions {
  const lines = readLines(policy);
  const positions = Int32Array.from(lines, (line) => Number(line[2]) - 1);
  const columns = Array.from({ length: USER_FEATURES }, (_, n) => {
    const groups = Object.groupBy(lines, (line) => line[5 + n]!);
    const values = Object.keys(groups).filter((value) => groups[value]!.length >= MIN_ROWS);
    return values.map((value) => (line: string[]) => (line[5 + n] === value ? 1 : 0));
  }).flat();
  const isSecond = (line: string[]) => (line[2] === "2" ? 1 : 0);
  const isThird = (line: string[]) => (line[2] === "3" ? 1 : 0);
  const all = [isSecond, isThird, ...columns];
  return {
    log: {
      features: Float64Array.from(lines.flatMap((line) => all.map((of) => of(line)))),
      width: all.length,
      actions: Int32Array.from(lines, (line) => Number(line[1])),
      actionCount: ITEMS,
      propensities: Float64Array.from(lines, (line) => Number(line[4])),
      people: Int32Array.from(lines, (_, n) => n),
    },
    positions,
    clicks: Float64Array.from(lines, (line) => Number(line[3])),
  };
}

/** How often a policy shows each item in each position, by its own log. */
function policyOf(shown: Impressions, positions: Int32Array): TargetPolicy {
  const counts = new Float64Array(ITEMS * POSITIONS);
  const totals = new Float64Array(POSITIONS);
  shown.log.actions.forEach((item, row) => {
    const position = shown.positions[row]!;
    counts[position * ITEMS + item]!++;
    totals[position]!++;
  });
  return (row, item) => {
    const position = positions[row]!;
    return counts[position * ITEMS + item]! / totals[position]!;
  };
}

const meanOf = (values: Float64Array) => values.reduce((sum, it) => sum + it, 0) / values.length;

describe.skipIf(!existsSync(folder))("on Open Bandit data (needs KINDRED_DATA)", () => {
  /** The estimated click rate of the target, from the log of another policy. */
  function estimateClicks({ log, clicks }: Impressions, target: TargetPolicy) {
    const overlap = measureOverlap(log, target);
    expect(findWeakOverlap(overlap, MIN_PEOPLE)).toBeNull();
    return estimatePolicyValue(log, target, overlap, clicks).value;
  }

  test("the interval from random items contains the click rate of Thompson sampling", () => {
    const random = readImpressions("random");
    const thompson = readImpressions("bts");
    const { low, high } = estimateClicks(random, policyOf(thompson, random.positions));
    expect(low).toBeLessThan(meanOf(thompson.clicks));
    expect(high).toBeGreaterThan(meanOf(thompson.clicks));
    // Narrow enough to exclude twice that rate.
    expect(high).toBeLessThan(2 * meanOf(thompson.clicks));
  });

  test("the interval from Thompson sampling contains the click rate of random items", () => {
    const { low, high } = estimateClicks(readImpressions("bts"), () => 1 / ITEMS);
    const truth = meanOf(readImpressions("random").clicks);
    expect(low).toBeLessThan(truth);
    expect(high).toBeGreaterThan(truth);
  });
});
