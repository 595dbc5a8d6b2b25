import { evidenceOfMore } from "../experiments/sequential-difference";

/** Emails in 28 days without measured fatigue; more are excess. */
export const HARMLESS_EMAILS = 4;
/** Cap on the excess. */
export const MAX_EXCESS = 12;
/** The number of emails in 28 days that counts as many, for comparison with few. */
export const MANY_EMAILS = 7;

/** Responses of one kind (clicks or unsubscribes) to emails that differ only in the number of earlier emails. Counts, all ≥ 0. */
export interface ExposureStratum {
  readonly emails: number;
  /** Sum of `excessOf` over the emails, and of its square. */
  readonly excess: number;
  readonly excessSquared: number;
  /** Number of emails with a response, and the sum of their excess. */
  readonly answers: number;
  readonly answeredExcess: number;
  /** Emails after at most `HARMLESS_EMAILS` and after at least `MANY_EMAILS`, and their responses. */
  readonly few: { readonly emails: number; readonly answers: number };
  readonly many: { readonly emails: number; readonly answers: number };
}

/**
 * @param before emails in the preceding 28 days, ≥ 0
 * @returns in [0, `MOST_EXCESS`]
 */
export function excessOf(before: number): number {
  return Math.min(MAX_EXCESS, Math.max(0, before - HARMLESS_EMAILS));
}

/** How responses change with each excess email, within strata. */
export interface ExposureTrend {
  /** Observed minus expected excess of the emails with a response; 0 on average without an effect. */
  readonly score: number;
  /** Its variance without an effect, ≥ 0. */
  readonly variance: number;
  /** Responses of informative strata. */
  readonly answers: number;
  /** Response rate after many emails relative to that after few; null: unknown. */
  readonly ratio: number | null;
}

/**
 * Mantel's test for trend: without an effect of the excess, the emails with a response are a random sample of their
 * stratum without replacement. Only emails of one stratum are compared, so differences between strata (recipients of
 * many emails, topics) do not affect the score. The ratio is the Mantel-Haenszel ratio.
 *
 * - N. Mantel. Chi-square tests with one degree of freedom; extensions of the Mantel-Haenszel procedure. J. of the
 *   American Statistical Association 58(303), 1963. doi:10.1080/01621459.1963.10500879
 * - S. Greenland, J. Robins. Estimation of a common effect parameter from sparse follow-up data. Biometrics 41(1),
 *   1985. doi:10.2307/2530643
 *
 * Cost: O(strata).
 */
export function trendOf(strata: readonly ExposureStratum[]): ExposureTrend {
  let [score, variance, answers, afterMany, afterFew] = [0, 0, 0, 0, 0];
  for (const { few, many, ...it } of strata) {
    const both = few.emails + many.emails;
    if (both > 0) {
      afterMany += (many.answers * few.emails) / both;
      afterFew += (few.answers * many.emails) / both;
    }
    if (it.emails < 2) continue;
    const mean = it.excess / it.emails;
    const spread = Math.max(0, it.excessSquared - it.emails * mean ** 2);
    const open = (it.answers * (it.emails - it.answers)) / (it.emails * (it.emails - 1));
    if (spread * open === 0) continue;
    score += it.answeredExcess - it.answers * mean;
    variance += open * spread;
    answers += it.answers;
  }
  return { score, variance, answers, ratio: afterFew > 0 ? afterMany / afterFew : null };
}

/** Evidence of email fatigue in a shop. */
export interface FatigueEvidence {
  /** An e-value in (0, ∞); 1 is neutral. Without fatigue it ever reaches 1/α with a probability of at most α. */
  readonly evidence: number;
  /** Its parts: the likelihood ratios of fewer clicks and of sooner unsubscribes. */
  readonly fewerClicks: number;
  readonly soonerLeaves: number;
  /** Rates after many emails relative to those after few; null: unknown. */
  readonly clickRatio: number | null;
  readonly leaveRatio: number | null;
}

/** Expected effect sizes: the change in log odds per excess email. */
const EXPECTED = { clicks: 0.1, leaves: 0.15 };
/** With fewer responses a score is not close to normal. */
const MIN_ANSWERS = 8;

/**
 * Evidence that people click less or unsubscribe sooner after more emails in the preceding 28 days: for each the
 * likelihood ratio of a one-sided trend to none, by its score (`evidenceOfMore`, valid at every daily look), combined
 * as the mean of the two and their product. The product is valid because without fatigue an email's click and its
 * unsubscribe are independent.
 *
 * Clicks must be compared within people, since recipients of many emails differ from recipients of few.
 * Unsubscribes cannot be, because they end a person's emails; people who leave easily leave after few emails, which
 * counts against fatigue.
 *
 * - M. Maclure. The case-crossover design. American J. of Epidemiology 133(2), 1991.
 *   doi:10.1093/oxfordjournals.aje.a115853
 * - V. Vovk, R. Wang. E-values: calibration, combination and applications. Annals of Statistics 49(3), 2021.
 *   doi:10.1214/20-AOS2020 (means of e-values, and products of sequential ones, are e-values)
 *
 * @param clicks by person and topic of the email @param leaves by topic of the email and whether the person was engaged
 */
export function evidenceOfFatigue(
  clicks: readonly ExposureStratum[],
  leaves: readonly ExposureStratum[],
): FatigueEvidence {
  const [clicking, leaving] = [trendOf(clicks), trendOf(leaves)];
  const fewerClicks = evidenceOf(clicking, -1, EXPECTED.clicks);
  const soonerLeaves = evidenceOf(leaving, 1, EXPECTED.leaves);
  return {
    evidence: (fewerClicks + soonerLeaves + fewerClicks * soonerLeaves) / 3,
    ...{ fewerClicks, soonerLeaves },
    clickRatio: clicking.ratio,
    leaveRatio: leaving.ratio,
  };
}

function evidenceOf({ score, variance, answers }: ExposureTrend, sign: 1 | -1, expected: number) {
  if (variance === 0 || answers < MIN_ANSWERS) return 1;
  // The score over its variance approximates the log odds ratio of the trend.
  return evidenceOfMore((sign * score) / variance, 1 / Math.sqrt(variance), expected);
}
