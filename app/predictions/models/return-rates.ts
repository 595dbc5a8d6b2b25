import { logitOf } from "./intent";
import { HABITS, habitOf, returnsWithin, WAIT_DAYS } from "./return-counts";

/** The sum of the noisy tables of several shops. */
export interface SharedCounts {
  /** RETURN_COUNTS numbers; the noise can make them negative. */
  readonly counts: readonly number[];
  /** Variance of the noise of each. */
  readonly noiseVariance: number;
  readonly shops: number;
}

/** Who orders again within some days, over all shops that share. Logits. */
export interface ReturnRates {
  readonly days: number;
  readonly overall: number;
  /** By habit: one order, or a class of mean days between orders. */
  readonly byHabit: Float64Array;
  /** By habit and days since the last order. */
  readonly byCell: Float64Array;
}

/** Assumed standard deviation of the logits of habits, and of the groups of a habit. */
const SPREAD = 1;
/** No group's rate is known better than this from noisy counts. */
const MIN_RATE = 0.003;

/**
 * The rates of all horizons. A rate that the noise or few customers make uncertain is shrunk toward the rate of its
 * habit, and that toward the rate of all, by the inverse variances of counts and assumed spread.
 */
export function fitReturnRates({ counts, noiseVariance }: SharedCounts): ReturnRates[] {
  return WAIT_DAYS.map((days, nth) => {
    const cells = returnsWithin(counts, days);
    const whole = sumOf(cells);
    const overall = clipRate(whole.returned / Math.max(1, whole.customers));
    // A cell has one count for each wait; those up to `nth` are returns.
    const shrink = (own: Returns, cellCount: number, toward: number) =>
      shrinkRate(own, toward, {
        returned: noiseVariance * cellCount * (nth + 1),
        others: noiseVariance * cellCount * (WAIT_DAYS.length - nth),
      });
    const habits = Array.from({ length: HABITS }, (_, habit) => {
      const own = cells.filter((_, cell) => habitOf(cell) === habit);
      return shrink(sumOf(own), own.length, overall);
    });
    const rates = cells.map((own, cell) => shrink(own, 1, habits[habitOf(cell)] ?? overall));
    return {
      days,
      overall: logitOf(overall),
      byHabit: Float64Array.from(habits, (it) => logitOf(it)),
      byCell: Float64Array.from(rates, (it) => logitOf(it)),
    };
  });
}

interface Returns {
  readonly customers: number;
  readonly returned: number;
}

function shrinkRate(
  { customers, returned }: Returns,
  toward: number,
  noise: { readonly returned: number; readonly others: number },
): number {
  const counted = Math.max(1, customers);
  const binomial = toward * (1 - toward);
  const ofNoise = (1 - toward) ** 2 * noise.returned + toward ** 2 * noise.others;
  const variance = binomial / counted + ofNoise / counted ** 2;
  const spread = (SPREAD * binomial) ** 2;
  const weight = spread / (spread + variance);
  return clipRate(toward + (weight * (returned - toward * customers)) / counted);
}

const sumOf = (parts: readonly Returns[]): Returns =>
  parts.reduce((sum, part) => ({
    customers: sum.customers + part.customers,
    returned: sum.returned + part.returned,
  }));

const clipRate = (rate: number) => Math.min(1 - MIN_RATE, Math.max(MIN_RATE, rate));
