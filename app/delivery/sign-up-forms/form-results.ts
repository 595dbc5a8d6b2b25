import { compareRates, wilsonInterval, type RateCount } from "~/ml/experiments/compare-rates";
import { evidenceOfMore } from "~/ml/experiments/sequential-difference";
import type { FormVariant } from "./sign-up-form";

/** Views and sign-ups of a form or a variant. */
export interface FormCounts {
  /** Visits with a view, of visitors who allow analytics. */
  readonly views: number;
  readonly signUps: number;
  /** Sign-ups of visits whose view was counted. */
  readonly countedSignUps: number;
}

/** Sign-ups per view with a 95% interval. */
export interface SignUpRate {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** The sum of some arms' counts. */
export function sumFormCounts(counts: readonly FormCounts[]): FormCounts {
  return counts.reduce(
    (sum, it) => ({
      views: sum.views + it.views,
      signUps: sum.signUps + it.signUps,
      countedSignUps: sum.countedSignUps + it.countedSignUps,
    }),
    { views: 0, signUps: 0, countedSignUps: 0 },
  );
}

const rateCount = ({ views, countedSignUps }: FormCounts): RateCount => ({
  people: views,
  ordered: Math.min(views, countedSignUps),
});

/** The sign-up rate; null without a view. */
export function signUpRateOf(counts: FormCounts): SignUpRate | null {
  const { people, ordered } = rateCount(counts);
  if (people === 0) return null;
  return { rate: ordered / people, ...wilsonInterval({ people, ordered }) };
}

/** What a test of two variants has shown so far. */
export interface FormTestResult {
  /** B's rate minus A's with its 95% interval; null: too few views. */
  readonly difference: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
  } | null;
  /** The better variant, once it is shown, however often one looks. */
  readonly better: FormVariant | null;
}

/** With fewer views on a side an interval says nothing, as in tests of emails. */
const MIN_VIEWS = 50;
/** For either direction at most 2.5% of the tests without a difference ever name a better variant. */
const MIN_EVIDENCE = 40;
/** Expected difference relative to the rate of both. */
const EXPECTED_EFFECT = 0.15;

/** Compares two variants. A better one is named only by evidence that stays valid however often one looks. */
export function compareVariants(a: FormCounts, b: FormCounts): FormTestResult {
  const [first, second] = [rateCount(a), rateCount(b)];
  if (first.people < MIN_VIEWS || second.people < MIN_VIEWS) {
    return { difference: null, better: null };
  }
  const { difference: value, low, high } = compareRates(second, first);
  const pooled = (first.ordered + second.ordered) / (first.people + second.people);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.people + 1 / second.people));
  const isShown =
    error > 0 && evidenceOfMore(Math.abs(value), error, EXPECTED_EFFECT * pooled) >= MIN_EVIDENCE;
  const isOutside = low > 0 || high < 0;
  return {
    difference: { value, low, high },
    better: isShown && isOutside ? (value > 0 ? "b" : "a") : null,
  };
}
