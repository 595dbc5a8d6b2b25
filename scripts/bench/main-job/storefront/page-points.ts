/** A browser's measurements of one page, in milliseconds except the layout shift, which has no unit. */
export interface PageFigures {
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  /** The time above 50 ms of each task. */
  readonly blockedMs: number;
  readonly layoutShift: number;
}

/**
 * The weight of each figure in Lighthouse's performance score, and the values with 90 and 50 points on a phone
 * (Lighthouse 10 to 13, https://developer.chrome.com/docs/lighthouse/performance/performance-scoring).
 */
const CURVES = {
  firstPaintMs: { weight: 10, good: 1_800, middling: 3_000 },
  largestPaintMs: { weight: 25, good: 2_500, middling: 4_000 },
  blockedMs: { weight: 30, good: 200, middling: 600 },
  layoutShift: { weight: 25, good: 0.1, middling: 0.25 },
} as const;

/** The 90th percentile of the standard normal distribution. */
const NORMAL_P90 = 1.281_551_565_545;

/**
 * Lighthouse points from 0 to 100 for these figures. The speed index, which needs a film of the page, is omitted, and
 * its tenth of the weight is distributed among the others.
 */
export function pagePoints(figures: PageFigures): number {
  let points = 0;
  let weights = 0;
  for (const [name, { weight, good, middling }] of Object.entries(CURVES)) {
    points += weight * shareOnCurve(figures[name as keyof PageFigures], good, middling);
    weights += weight;
  }
  return (100 * points) / weights;
}

/** The complementary log-normal distribution through (good, 0.9) and (median, 0.5). */
function shareOnCurve(value: number, good: number, middling: number): number {
  if (value <= 0) return 1;
  const z = (NORMAL_P90 * Math.log(value / middling)) / Math.log(good / middling);
  return normalBelow(z);
}

/** The standard normal distribution function at z, within 1e-7 (Abramowitz and Stegun, 26.2.17). */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const tail =
    t *
    (0.319_381_53 +
      t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const above = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
  return z >= 0 ? 1 - above : above;
}
