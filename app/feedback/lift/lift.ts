/** Profiles in one variant, and how many ordered within the window. */
export interface VariantCount {
  readonly people: number;
  /** 0 to `people`. */
  readonly ordered: number;
}

/** One experiment: treated and holdout. */
export interface LiftCounts {
  readonly treated: VariantCount;
  readonly holdout: VariantCount;
  /** Holdout rate, from 0 to 1. */
  readonly holdoutRate: number;
}

/** The lift or why it is unknown. Rates are fractions of profiles. */
export type Lift =
  | { readonly kind: "no_holdout" }
  | { readonly kind: "not_enough_data"; readonly peopleNeeded: number }
  | { readonly kind: "unbalanced"; readonly expectedHoldout: number; readonly holdout: number }
  | {
      readonly kind: "measured";
      readonly treatedRate: number;
      readonly holdoutRate: number;
      /** Treated minus holdout, with its 95% interval. */
      readonly difference: number;
      readonly low: number;
      readonly high: number;
    };

/** The normal quantile of a two-sided 95% interval. */
export const Z_95 = 1.959964;
/** The normal quantile of 80% power. */
export const Z_POWER_80 = 0.841621;

/**
 * The smallest difference that the sample must be able to detect: three percentage points. No verdict is
 * given earlier, however the numbers look, because checking daily would eventually find a chance difference.
 */
export const SMALLEST_DIFFERENCE = 0.03;

/** Family-wise probability of a false alarm about unbalanced variants. */
const FALSE_ALARM_RATE = 1 / 2_000;

/**
 * Lift over one or more flows: order rate of treated minus holdout, each profile counted once per flow. Flows
 * are combined with Mantel-Haenszel weights, so that different holdout rates do not distort the result.
 *
 * @returns the lift, or why it is unknown: no holdout, variant sizes that contradict the assignment (a bug, not a
 *   result), or too few profiles
 */
export function measureLift(flows: readonly LiftCounts[]): Lift {
  const drawn = flows.filter(({ holdoutRate }) => holdoutRate > 0 && holdoutRate < 1);
  if (drawn.length === 0) return { kind: "no_holdout" };

  const unbalanced = drawn.find((flow) => isUnbalanced(flow, drawn.length));
  if (unbalanced) {
    const people = unbalanced.treated.people + unbalanced.holdout.people;
    return {
      kind: "unbalanced",
      expectedHoldout: Math.round(people * unbalanced.holdoutRate),
      holdout: unbalanced.holdout.people,
    };
  }

  const peopleNeeded = peopleStillNeeded(drawn);
  if (peopleNeeded > 0) return { kind: "not_enough_data", peopleNeeded };

  const treated = sumOf(drawn.map((flow) => flow.treated));
  const holdout = sumOf(drawn.map((flow) => flow.holdout));
  const only = drawn.length === 1 ? drawn[0] : undefined;
  return {
    kind: "measured",
    treatedRate: treated.ordered / treated.people,
    holdoutRate: holdout.ordered / holdout.people,
    ...(only ? compareRates(only.treated, only.holdout) : combineDifferences(drawn)),
  };
}

/**
 * Difference of two rates with its 95% interval, by Newcombe's hybrid of two
 * Wilson intervals, which keeps its coverage at small counts and at rates near 0.
 *
 * R. G. Newcombe. Interval estimation for the difference between independent
 * proportions. Statistics in Medicine 17, 1998, method 10.
 * doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
 *
 * @param a,b variants with at least one person each
 * @returns a's rate minus b's, from -1 to 1, and the interval around it
 */
export function compareRates(a: VariantCount, b: VariantCount) {
  const [rateA, rateB] = [a.ordered / a.people, b.ordered / b.people];
  const [wilsonA, wilsonB] = [wilsonInterval(a), wilsonInterval(b)];
  const difference = rateA - rateB;
  return {
    difference,
    low: difference - Math.hypot(rateA - wilsonA.low, wilsonB.high - rateB),
    high: difference + Math.hypot(wilsonA.high - rateA, rateB - wilsonB.low),
  };
}

/**
 * 95% score interval of a rate. E. B. Wilson. Probable inference, the law of
 * succession, and statistical inference. JASA 22, 1927.
 * doi:10.1080/01621459.1927.10502953
 */
export function wilsonInterval({ people, ordered }: VariantCount): { low: number; high: number } {
  const rate = ordered / people;
  const z2 = Z_95 * Z_95;
  const center = (rate + z2 / (2 * people)) / (1 + z2 / people);
  const half =
    (Z_95 * Math.sqrt((rate * (1 - rate)) / people + z2 / (4 * people * people))) /
    (1 + z2 / people);
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

/**
 * Profiles still needed to detect a difference of `SMALLEST_DIFFERENCE` with 80% power: the usual sample
 * size for two rates, `(z_0.975 + z_0.8)² (p₁q₁/n₁ + p₂q₂/n₂) = difference²`, for variants at the holdout rate
 * (Fleiss, Levin, Paik. Statistical Methods for Rates and Proportions, 3rd ed., 2003, chapter 4). The rate is
 * that of all profiles so far by Laplace's rule, so that it is defined before the first order.
 *
 * @returns 0 when there are enough
 */
export function peopleStillNeeded(flows: readonly LiftCounts[]): number {
  const treated = sumOf(flows.map((flow) => flow.treated));
  const holdout = sumOf(flows.map((flow) => flow.holdout));
  const people = treated.people + holdout.people;

  const left = (treated.ordered + holdout.ordered + 1) / (people + 2);
  const emailed = Math.min(1, left + SMALLEST_DIFFERENCE);
  const wanted = (SMALLEST_DIFFERENCE / (Z_95 + Z_POWER_80)) ** 2;
  const varianceOf = (treatedPeople: number, holdoutPeople: number) =>
    (emailed * (1 - emailed)) / treatedPeople + (left * (1 - left)) / holdoutPeople;

  if (varianceOf(treated.people, holdout.people) <= wanted) return 0;
  const holdoutShare =
    people === 0
      ? meanOf(flows.map((flow) => flow.holdoutRate))
      : flows.reduce((sum, flow) => sum + flow.holdoutRate * peopleIn(flow), 0) / people;
  const total = varianceOf(1 - holdoutShare, holdoutShare) / wanted;
  return Math.max(1, Math.ceil(total - people));
}

/**
 * Tests for sample ratio mismatch: variant sizes that contradict the holdout rate mean that profiles are missing
 * from one variant and its rates are invalid. Not tested while fewer than five profiles are expected in a variant.
 * Uses a Bonferroni correction when several experiments are tested.
 *
 * A. Fabijan et al. Diagnosing sample ratio mismatch in online controlled
 * experiments. KDD 2019. doi:10.1145/3292500.3330722
 *
 * @param experimentCount number of experiments tested together
 */
export function isUnbalanced(counts: LiftCounts, experimentCount = 1): boolean {
  const { holdout, holdoutRate } = counts;
  const people = peopleIn(counts);
  const expected = people * holdoutRate;
  if (Math.min(expected, people - expected) < 5) return false;
  const z = Math.abs(holdout.people - expected) / Math.sqrt(expected * (1 - holdoutRate));
  return chanceBeyond(z) * experimentCount < FALSE_ALARM_RATE;
}

/**
 * Two-sided tail probability beyond `z` standard deviations, by Mills's bound: at most 10% too high where it
 * matters.
 */
const chanceBeyond = (z: number) =>
  Math.min(1, (Math.exp(-z * z * 0.5) * Math.sqrt(2 / Math.PI)) / z);

/**
 * Mantel-Haenszel risk difference over flows with Sato's variance, which holds for few large and many small
 * flows.
 *
 * T. Sato. On the variance estimator for the Mantel-Haenszel risk difference.
 * Biometrics 45, 1989. doi:10.2307/2531784
 */
export function combineDifferences(flows: readonly LiftCounts[]) {
  let weighted = 0;
  let weight = 0;
  let p = 0;
  let q = 0;
  for (const { treated, holdout } of flows) {
    const [n, m] = [treated.people, holdout.people];
    const [x, y] = [treated.ordered, holdout.ordered];
    const total = n + m;
    if (total === 0) continue;
    weighted += (x * m - y * n) / total;
    weight += (n * m) / total;
    p += (n * n * y - m * m * x + (n * m * (m - n)) / 2) / (total * total);
    q += (x * (m - y) + y * (n - x)) / (2 * total);
  }
  const difference = weighted / weight;
  const half = Z_95 * Math.sqrt((difference * p + q) / (weight * weight));
  return {
    difference,
    low: Math.max(-1, difference - half),
    high: Math.min(1, difference + half),
  };
}

function peopleIn({ treated, holdout }: LiftCounts): number {
  return treated.people + holdout.people;
}

function sumOf(variants: readonly VariantCount[]): VariantCount {
  return variants.reduce(
    (sum, variant) => ({
      people: sum.people + variant.people,
      ordered: sum.ordered + variant.ordered,
    }),
    { people: 0, ordered: 0 },
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
