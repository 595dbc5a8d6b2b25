import { evidenceOfMore } from "~/ml/experiments/sequential-difference";
import { Z_95 } from "~/ml/numerics/normal-distribution";

/** What the recipients of some emails of one experiment spent, in minor units, or what people of a group spent. */
export interface SpentAfter {
  /** Whether they had the merchant's own setting, which is the control. */
  readonly isOwn: boolean;
  /** The probability in (0, 1] with which the merchant's setting was drawn; ignored for other settings. */
  readonly rate: number;
  /** Emails, or people. */
  readonly count: number;
  /** How many of them led to an order. */
  readonly buyers: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** What an optimization earned beyond the merchant's own setting, in minor units. */
export interface Gain {
  readonly gain: number;
  /** Standard error of the gain. */
  readonly error: number;
  /** Size of an expected gain. */
  readonly scale: number;
  /** 95% interval for one look. */
  readonly low: number;
  readonly high: number;
  /** Whether the gain is shown, by evidence that stays valid however often one looks. */
  readonly isShown: boolean;
}

/** With fewer buyers on a side, sums of revenue are not near a normal distribution. */
const MIN_BUYERS = 10;
/** At most 5% of the optimizations without a gain are ever said to have one. */
const MIN_EVIDENCE = 20;
/** Expected effect relative to what the control earns. */
const EXPECTED_EFFECT = 0.15;

/**
 * What an experiment earned: all that was spent, minus what would have been spent with the merchant's setting
 * everywhere. The latter is estimated from the draws of that setting, each weighted by the inverse of its
 * probability (Hájek), so that shares may change over time. With constant shares it is the difference of the
 * means times the number of emails with another setting.
 *
 * J. Hájek. Comment on an essay by D. Basu. In: Foundations of Statistical Inference, 1971.
 *
 * @param spent sums by setting and probability, in any order
 * @returns null: not known, because one side has less than ten buyers
 */
export function estimateGain(spent: readonly SpentAfter[]): Gain | null {
  const own = spent.filter(({ isOwn, rate }) => isOwn && rate > 0);
  const other = spent.filter(({ isOwn }) => !isOwn);
  if (buyersOf(own) < MIN_BUYERS || buyersOf(other) < MIN_BUYERS) return null;

  const weight = own.reduce((total, it) => total + it.count / it.rate, 0);
  const ownMean = own.reduce((total, it) => total + it.sum / it.rate, 0) / weight;
  const count = countOf(own) + countOf(other);
  const gain = sumOf(own) + sumOf(other) - count * ownMean;

  const otherMean = sumOf(other) / countOf(other);
  const variance =
    own.reduce((total, it) => {
      // How much more than itself an email of the control stands for.
      const excess = count / weight / it.rate - 1;
      return total + excess ** 2 * squaresAround(ownMean, it);
    }, 0) + other.reduce((total, it) => total + squaresAround(otherMean, it), 0);
  return judge(gain, Math.sqrt(variance), EXPECTED_EFFECT * ownMean * countOf(other));
}

/**
 * The gain of several experiments together. Their draws are independent, so the variances add up.
 *
 * @returns null without any gain
 */
export function sumGains(gains: readonly Gain[]): Gain | null {
  if (gains.length === 0) return null;
  const add = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return judge(
    add(gains.map(({ gain }) => gain)),
    Math.hypot(...gains.map(({ error }) => error)),
    add(gains.map(({ scale }) => scale)),
  );
}

function judge(gain: number, error: number, scale: number): Gain {
  const isKnown = error > 0 && scale > 0;
  return {
    ...{ gain, error, scale },
    low: gain - Z_95 * error,
    high: gain + Z_95 * error,
    isShown: isKnown && gain > 0 && evidenceOfMore(gain, error, scale) >= MIN_EVIDENCE,
  };
}

const countOf = (rows: readonly SpentAfter[]) => rows.reduce((total, it) => total + it.count, 0);
const sumOf = (rows: readonly SpentAfter[]) => rows.reduce((total, it) => total + it.sum, 0);
const buyersOf = (rows: readonly SpentAfter[]) => rows.reduce((total, it) => total + it.buyers, 0);

const squaresAround = (mean: number, { count, sum, sumOfSquares }: SpentAfter) =>
  Math.max(0, sumOfSquares - 2 * mean * sum + count * mean ** 2);
