import { describe, expect, test } from "vitest";
import {
  MERCHANT_SETTING,
  CONTROL_SHARE,
  OWN_VARIANT,
  productTrial,
  withSubject,
  type VariantShare,
  type Experiment,
} from "~/experiments/optimization/experiment";
import { decideExperiment, type VariantResult } from "~/experiments/optimization/decide-experiment";
import { createRandomNumbers } from "~/ml/numerics/random";
import { drawBeta, drawBinomial } from "~/ml/numerics/random-draws";

const EMAIL = { flowId: "cross-sell", stepId: "email-1", isHeld: false };
const subject: Experiment = {
  ...EMAIL,
  kind: "subject",
  variants: withSubject(MERCHANT_SETTING, "Another") ?? [],
};
const products: Experiment = {
  ...EMAIL,
  kind: "products",
  variants: productTrial("goes_with") ?? [],
};

const results = (
  experiment: Experiment,
  sends: number,
  rates: readonly number[],
): VariantResult[] =>
  experiment.variants.map(({ variant }, n) => ({
    variant,
    sends,
    clicks: Math.round(sends * (rates[n] ?? 0)),
  }));

describe("decideExperiment", () => {
  test("waits until each variant was sent often enough", () => {
    const few = results(subject, 199, [0.01, 0.2]);
    expect(decideExperiment(subject, few, 1)).toEqual({ kind: "kept", reason: "too_few_emails" });
  });

  test("commits to a clearly better subject, and keeps a control", () => {
    const decision = decideExperiment(subject, results(subject, 1_000, [0.03, 0.08]), 1);
    expect(decision).toMatchObject({
      kind: "changed",
      variants: [
        { variant: OWN_VARIANT, share: CONTROL_SHARE },
        { variant: "line-2", text: "Another", share: 1 - CONTROL_SHARE },
      ],
      evidence: { favored: "line-2" },
    });
  });

  test("commits early only with a probability of 95%", () => {
    const chanceAt = (rate: number) => {
      const decision = decideExperiment(subject, results(subject, 1_000, [0.05, rate]), 1);
      return decision.kind === "changed" ? decision.evidence.chance : null;
    };
    const rates = Array.from({ length: 40 }, (_, n) => 0.05 + n / 1_000);
    const chances = rates.map(chanceAt);
    const first = chances.findIndex((chance) => chance !== null);
    expect(first).toBeGreaterThan(0);
    // A click more or less changes the probability by about a point.
    expect(chances[first]).toBeGreaterThanOrEqual(0.95);
    expect(chances[first]).toBeLessThan(0.97);
    expect(chances.slice(first)).not.toContain(null);
  });

  test("continues an unclear test, and ends one that ran long enough", () => {
    expect(decideExperiment(subject, results(subject, 1_000, [0.03, 0.031]), 1)).toMatchObject({
      reason: "not_clear",
    });
    expect(decideExperiment(subject, results(subject, 3_000, [0.031, 0.03]), 1)).toMatchObject({
      kind: "changed",
      variants: [{ share: 1 }, { share: 0 }],
    });
  });

  test("leaves a reverted experiment on hold", () => {
    const held = { ...subject, isHeld: true };
    expect(decideExperiment(held, results(held, 1_000, [0.03, 0.2]), 1)).toMatchObject({
      reason: "held",
    });
  });

  test("gives each product list a chance to win, and never gives the merchant's own a share of zero", () => {
    const decision = decideExperiment(products, results(products, 2_000, [0.02, 0.08, 0.02]), 1);
    if (decision.kind === "kept") throw new Error(decision.reason);
    expect(decision.variants.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(decision.variants[0]?.share).toBeGreaterThanOrEqual(CONTROL_SHARE);
    expect(decision.variants[1]?.share).toBeGreaterThan(0.8);
    expect(decision.evidence.favored).toBe(decision.variants[1]?.variant);
  });

  test("keeps the shares when results repeat", () => {
    const came = results(products, 900, [0.03, 0.04, 0.02]);
    const first = decideExperiment(products, came, 1);
    if (first.kind === "kept") throw new Error(first.reason);
    const next = decideExperiment({ ...products, variants: first.variants }, came, 2);
    expect(next).toEqual({ kind: "kept", reason: "as_before" });
  });
});

/** A shop whose customers have known click rates: week by week until a decision. */
function playShop(experiment: Experiment, rates: readonly number[], seed: number, weeks: number) {
  const random = createRandomNumbers(seed);
  let variants: readonly VariantShare[] = experiment.variants;
  let last: { favored: string; chance: number } | null = null;
  const came = experiment.variants.map(({ variant }) => ({ variant, sends: 0, clicks: 0 }));
  let clicks = 0;
  let sends = 0;
  for (let week = 0; week < weeks; week++) {
    variants.forEach(({ share }, n) => {
      const count = Math.round(800 * share);
      const got = drawBinomial(count, rates[n]!, random);
      came[n] = { ...came[n]!, sends: came[n]!.sends + count, clicks: came[n]!.clicks + got };
      sends += count;
      clicks += got;
    });
    const decision = decideExperiment({ ...experiment, variants }, came, 7 * week);
    if (decision.kind === "kept") continue;
    variants = decision.variants;
    last = decision.evidence;
    // A test ends with its first decision; a bandit never does.
    if (experiment.kind === "subject") break;
  }
  return { last, variants, clickRate: clicks / sends };
}

describe("in shops with a known true response", () => {
  const RUNS = 100;
  /** Rates distributed like emails' click rates. */
  const ratesOf = (variants: number, seed: number) => {
    const random = createRandomNumbers(seed + 10_000);
    const mean = drawBeta({ a: 6, b: 194 }, random);
    return Array.from({ length: variants }, () =>
      drawBeta({ a: 200 * mean, b: 200 * (1 - mean) }, random),
    );
  };

  test("a subject test finds the better one as often as it claims", () => {
    let said = 0;
    let right = 0;
    let decided = 0;
    for (let run = 0; run < RUNS; run++) {
      const rates = ratesOf(2, run);
      const { last } = playShop(subject, rates, run, 10);
      if (last === null) continue;
      decided++;
      said += last.chance;
      const favored = subject.variants.findIndex(({ variant }) => variant === last.favored);
      if (rates[favored]! >= Math.max(...rates)) right++;
    }
    expect(decided).toBeGreaterThan(RUNS * 0.8);
    const error = Math.sqrt(((said / decided) * (1 - said / decided)) / decided);
    expect(right / decided).toBeGreaterThan(said / decided - 3 * error);
  });

  test("a list bandit converges to the best one as often as it claims, and gains from it", () => {
    let said = 0;
    let right = 0;
    let moved = 0;
    let gained = 0;
    let possible = 0;
    for (let run = 0; run < RUNS; run++) {
      const rates = ratesOf(3, run);
      const { last, clickRate } = playShop(products, rates, run, 16);
      gained += clickRate - rates[0]!;
      possible += Math.max(...rates) - rates[0]!;
      if (last === null) continue;
      moved++;
      said += last.chance;
      const favored = products.variants.findIndex(({ variant }) => variant === last.favored);
      if (rates[favored]! >= Math.max(...rates)) right++;
    }
    const error = Math.sqrt(((said / moved) * (1 - said / moved)) / moved);
    expect(right / moved).toBeGreaterThan(said / moved - 3 * error);
    expect(gained / possible).toBeGreaterThan(0.3);
  });
});
