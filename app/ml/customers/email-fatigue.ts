import { evidenceOfMore } from "../experiments/sequential-difference";

/** Emails in 28 days without measured fatigue; more are excess. */
export const HARMLESS_EMAILS = 4;
/** Cap on the excess. */
export const MAX_EXCESS = 12;
/** The number of emails in 28 days that counts as many, for comparison with few. */
export const MANY_EMAILS = 7;

/** Emails with 0, 1, … excess emails before them. */
const LEVELS = MAX_EXCESS + 1;

/**
 * Responses of one kind (clicks or unsubscribes) to emails that differ only in the number of earlier emails. Both lists
 * have a count ≥ 0 for each excess from 0 to `MAX_EXCESS`.
 */
export interface ExposureStratum {
  readonly emails: readonly number[];
  /** Those with a response. */
  readonly answers: readonly number[];
}

/**
 * @param before emails in the preceding 28 days, ≥ 0
 * @returns in [0, `MAX_EXCESS`]
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
  for (const stratum of strata) {
    const it = sumsOf(stratum);
    const both = it.few.emails + it.many.emails;
    if (both > 0) {
      afterMany += (it.many.answers * it.few.emails) / both;
      afterFew += (it.few.answers * it.many.emails) / both;
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

/** The sums of a stratum that its trend needs; few are emails without excess. */
function sumsOf({ emails, answers }: ExposureStratum) {
  const sums = {
    ...{ emails: 0, excess: 0, excessSquared: 0, answers: 0, answeredExcess: 0 },
    few: { emails: emails[0] ?? 0, answers: answers[0] ?? 0 },
    many: { emails: 0, answers: 0 },
  };
  for (let excess = 0; excess < LEVELS; excess++) {
    const [sent, answered] = [emails[excess] ?? 0, answers[excess] ?? 0];
    sums.emails += sent;
    sums.excess += sent * excess;
    sums.excessSquared += sent * excess ** 2;
    sums.answers += answered;
    sums.answeredExcess += answered * excess;
    if (excess < MANY_EMAILS - HARMLESS_EMAILS) continue;
    sums.many.emails += sent;
    sums.many.answers += answered;
  }
  return sums;
}

/**
 * The likelihood ratio of declining responses to constant ones: the mean over `DECLINES`. Given how often each stratum
 * responded, constant responses are spread over its emails at random, so what a stratum's own rate is does not matter.
 *
 * E. Andersen. Asymptotic properties of conditional maximum-likelihood estimators. J. of the Royal Statistical Society B
 * 32(2), 1970. doi:10.1111/j.2517-6161.1970.tb00842.x
 *
 * Cost: O(strata).
 */
function likelihoodOfDecline(strata: readonly ExposureStratum[]): number {
  const logRatios = DECLINES.map((decline) => {
    let logRatio = 0;
    for (const { emails, answers } of strata) {
      let [sent, weighted, answered, excess] = [0, 0, 0, 0];
      for (let level = 0; level < LEVELS; level++) {
        sent += emails[level] ?? 0;
        weighted += (emails[level] ?? 0) * Math.exp(-decline * level);
        answered += answers[level] ?? 0;
        excess += (answers[level] ?? 0) * level;
      }
      if (answered > 0) logRatio -= decline * excess + answered * Math.log(weighted / sent);
    }
    return logRatio;
  });
  const ratios = logRatios.map((it) => Math.exp(Math.max(-600, Math.min(it, 600))));
  return ratios.reduce((sum, it) => sum + it / ratios.length, 0);
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

/** Possible declines of the logarithm of the click rate per excess email, equally likely. */
const DECLINES = [0.05, 0.08, 0.12, 0.17, 0.22];
/** Expected change of the log odds of an unsubscribe per excess email. */
const EXPECTED_LEAVES = 0.15;
/** With fewer responses a score is not close to normal. */
const MIN_ANSWERS = 8;

/**
 * Evidence that people click less or unsubscribe sooner after more emails in the preceding 28 days: for clicks the
 * conditional likelihood ratio, which loses nothing when clicks fall to a fraction; for unsubscribes that of a one-sided
 * trend to none, by its score (`evidenceOfMore`, valid at every daily look); combined as the mean of the two and their
 * product. The product is valid because without fatigue an email's click and its unsubscribe are independent.
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
  const fewerClicks = likelihoodOfDecline(clicks);
  const soonerLeaves = evidenceOfMoreLeaves(leaving);
  return {
    evidence: (fewerClicks + soonerLeaves + fewerClicks * soonerLeaves) / 3,
    ...{ fewerClicks, soonerLeaves },
    clickRatio: clicking.ratio,
    leaveRatio: leaving.ratio,
  };
}

function evidenceOfMoreLeaves({ score, variance, answers }: ExposureTrend) {
  if (variance === 0 || answers < MIN_ANSWERS) return 1;
  // The score over its variance approximates the log odds ratio of the trend.
  return evidenceOfMore(score / variance, 1 / Math.sqrt(variance), EXPECTED_LEAVES);
}
