import { normalQuantileAbove, normalTail } from "../numerics/normal-distribution";

/** Cumulative two-sided probability of a false finding that may be spent until a share of the planned information. */
type AlphaSpending = (fraction: number) => number;

/**
 * The spending function α tᵖ, t at most 1. With p = 4 it spends about as late as O'Brien and Fleming's, but its first
 * intervals are much narrower.
 *
 * - K. Kim, D. DeMets. Design and analysis of group sequential tests based on the type I error spending rate
 *   function. Biometrika 74(1), 1987. doi:10.1093/biomet/74.1.149
 */
export const powerSpending =
  (alpha: number, power: number): AlphaSpending =>
  (fraction) =>
    alpha * Math.min(1, fraction) ** power;

/**
 * The spending function of O'Brien and Fleming's type: half of the probability on each side.
 *
 * - K. Lan, D. DeMets. Discrete sequential boundaries for clinical trials. Biometrika 70(3), 1983.
 *   doi:10.1093/biomet/70.3.659
 */
export const obrienFlemingSpending =
  (alpha: number): AlphaSpending =>
  (fraction) =>
    4 * normalTail(normalQuantileAbove(alpha / 4) / Math.sqrt(Math.min(1, fraction)));

/** Beyond it a look spends less than any double can hold. */
const MAX_CRITICAL = 38;
/** Distance of grid points, in deviations of an increment: Simpson's rule then errs by less than 1e-5 in a bound. */
const GRID_STEP = 0.3;
/** Increments further than this many deviations have no weight. */
const REACH = 7;

/**
 * Two-sided critical values of standardized statistics at successive looks, so that the probability to exceed any of
 * the first k without an effect is what is spent until look k. The statistics are those of a Brownian motion in
 * information: estimate × √information has increments that do not depend on what was seen before.
 *
 * The density of paths that stayed within the bounds is carried from look to look by numerical integration:
 *
 * - P. Armitage, C. McPherson, B. Rowe. Repeated significance tests on accumulating data. JRSS A 132(2), 1969.
 *   doi:10.2307/2343787
 * - C. Jennison, B. Turnbull. Group Sequential Methods with Applications to Clinical Trials, 2000, chapters 7, 9
 *   (repeated confidence intervals) and 19.
 *
 * Cost: O(√looks) points and as many increments at each look.
 *
 * @param fractions shares of the planned information at the looks, > 0 and increasing
 * @returns a value per look; an interval of estimate ± value × standard error at each look covers the truth at all
 * looks with probability 1 − spending(1) at least
 */
export function criticalValues(fractions: readonly number[], spending: AlphaSpending): number[] {
  let paths: Paths | null = null;
  let spentBefore = 0;
  return fractions.map((fraction, look) => {
    const before = fractions[look - 1] ?? 0;
    const step = Math.sqrt(fraction - before);
    const spent = spending(fraction);
    const beyond = exitProbability(paths, step);
    const bound = boundOf(beyond, spent - spentBefore, MAX_CRITICAL * Math.sqrt(fraction));
    paths = continued(paths, bound, step);
    spentBefore = spent;
    return bound / Math.sqrt(fraction);
  });
}

/** The density of the statistic times √fraction at one look among paths within all bounds. */
interface Paths {
  readonly points: Float64Array;
  /** Density times Simpson's weight. */
  readonly mass: Float64Array;
  readonly distance: number;
}

/** Probability, as a function of a bound, to be within all earlier ones and beyond this one. */
function exitProbability(paths: Paths | null, step: number): (bound: number) => number {
  return (bound) => {
    if (!paths) return 2 * normalTail(bound / step);
    let sum = 0;
    const { points, mass } = paths;
    for (let i = points.length - 1; i >= 0; i--) {
      const away = (bound - points[i]!) / step;
      // The points are symmetric, so one side counts twice.
      if (away > MAX_CRITICAL) break;
      sum += 2 * mass[i]! * normalTail(away);
    }
    return sum;
  };
}

/** The bound that is exceeded with this probability. */
function boundOf(beyond: (bound: number) => number, chance: number, largest: number): number {
  let [low, high] = [0, largest];
  if (beyond(high) >= chance) return high;
  while (high - low > 1e-8 * largest) {
    const middle = (low + high) / 2;
    if (beyond(middle) > chance) low = middle;
    else high = middle;
  }
  return high;
}

function continued(paths: Paths | null, bound: number, step: number): Paths {
  const half = Math.min(bound, (paths?.points.at(-1) ?? 0) + REACH * step);
  const intervals = 2 * Math.ceil(half / (GRID_STEP * step));
  const distance = (2 * half) / intervals;
  const points = Float64Array.from({ length: intervals + 1 }, (_, i) => i * distance - half);
  const mass = points.map((point, i) => {
    const isEnd = i === 0 || i === intervals;
    const weight = (distance / 3) * (isEnd ? 1 : i % 2 === 1 ? 4 : 2);
    return weight * densityAt(paths, point, step);
  });
  return { points, mass, distance };
}

/** Density at a point one step after the paths, or after the start. */
function densityAt(paths: Paths | null, point: number, step: number): number {
  if (!paths) return normalDensity(point / step) / step;
  const { points, mass, distance } = paths;
  const first = points[0] ?? 0;
  const from = Math.max(0, Math.ceil((point - REACH * step - first) / distance));
  const to = Math.min(points.length - 1, Math.floor((point + REACH * step - first) / distance));
  let sum = 0;
  for (let i = from; i <= to; i++) sum += mass[i]! * normalDensity((point - points[i]!) / step);
  return sum / step;
}

const normalDensity = (z: number) => Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
