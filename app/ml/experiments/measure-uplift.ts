import { qiniOf, rankForTreatment, upliftOfTop } from "./qini";
import {
  fitResponse,
  fitSLearner,
  fitTLearner,
  upliftOf,
  type TreatedRows,
  type UpliftModel,
  type UpliftScorer,
} from "./uplift";
import { createRandomNumbers, type RandomNumbers } from "../numerics/random";

/** Number of random halvings whose mean is reported. */
const HALVINGS = 5;
/** Resamples per halving; together they give the interval. */
const RESAMPLES = 40;
/** Penalties to choose from within the training half. */
const PENALTIES = [10, 100, 1000];
/** Confidence of the intervals. */
const CONFIDENCE = 0.95;
/** Minimum share of resamples in which uplift ranks better than response. */
const MOSTLY = 0.8;
/** The share of people whose uplift is reported. */
const TOP_SHARE = 0.3;

const LEARNERS = { tLearner: fitTLearner, sLearner: fitSLearner } as const;
export type Learner = keyof typeof LEARNERS;
type RankedBy = Learner | "response" | "random";

/** How well a ranking finds people whom an email changes, by people that it was not trained on. */
interface RankingMeasure {
  /** Mean and standard deviation of the halvings: see `qiniOf`. */
  readonly qini: number;
  readonly qiniSd: number;
  /** 95% interval, by the bootstrap. */
  readonly qiniLow: number;
  readonly qiniHigh: number;
  /** Outcomes of treated minus control among the top 30%. */
  readonly uplift30: number;
  /** The Qini of the amounts; absent without amounts. */
  readonly qiniAmount?: number;
}

/** What to rank by: an estimate of the effect, the response, or neither is better than chance. */
export type UpliftVerdict = "uplift" | "response" | "not_distinguishable";

export interface MeasuredUplift {
  readonly rankings: Readonly<Record<RankedBy, RankingMeasure>>;
  /** The better of the two learners. */
  readonly learner: Learner;
  readonly verdict: UpliftVerdict;
}

interface Measures {
  readonly qinis: number[];
  readonly uplifts: number[];
  readonly amounts: number[];
  readonly resampled: number[];
}

/**
 * Compares rankings for an email by cross-validation: each of five halvings is used in both directions, so that every
 * person is ranked by a model that has not seen them. A learner is used if the interval of its Qini is above zero and
 * it ranks better than response in at least 80% of the resamples. Deterministic for the same rows and seed.
 *
 * - N. Radcliffe. Using control groups to target on predicted lift. Direct Marketing Analytics
 *   Journal, 2007.
 * - F. Devriendt, J. Van Belle, T. Guns, W. Verbeke. Learning to rank for uplift modeling. IEEE
 *   TKDE 34(10), 2022. doi:10.1109/TKDE.2020.3048510
 *
 * Cost: 250 logistic fits of up to half of the rows, and 1,600 evaluations of the Qini on half.
 *
 * @param rows randomly treated; both arms and outcomes must occur
 */
export function measureUplift(rows: TreatedRows, seed: number): MeasuredUplift {
  const measures = measureHalvings(rows, seed);
  const rankings = {
    random: summarize(measures.random),
    tLearner: summarize(measures.tLearner),
    sLearner: summarize(measures.sLearner),
    response: summarize(measures.response),
  };
  const learner = rankings.sLearner.qini > rankings.tLearner.qini ? "sLearner" : "tLearner";
  const wins = shareOfWins(measures[learner], measures.response);
  return { rankings, learner, verdict: decide(rankings[learner], rankings.response, wins) };
}

/** Fits a learner on all rows, with the penalty that ranks best in two halves. */
export function fitUplift(rows: TreatedRows, learner: Learner, seed: number): UpliftModel {
  const fit = LEARNERS[learner];
  const penalty = choosePenalty(halve(rows, createRandomNumbers(seed)), (on, it) =>
    scorerOf(fit(on, it)),
  );
  return fit(rows, penalty);
}

function measureHalvings(rows: TreatedRows, seed: number): Record<RankedBy, Measures> {
  const none = (): Measures => ({ qinis: [], uplifts: [], amounts: [], resampled: [] });
  const measures = { random: none(), tLearner: none(), sLearner: none(), response: none() };
  for (let halving = 0; halving < HALVINGS; halving++) {
    const random = createRandomNumbers(seed * HALVINGS + halving);
    const [a, b] = halve(rows, random);
    const ways = [measureHalf(a, b, random), measureHalf(b, a, random)] as const;
    for (const [name, measure] of Object.entries(measures)) {
      const [one, other] = [ways[0][name as RankedBy], ways[1][name as RankedBy]];
      measure.qinis.push((one.qini + other.qini) / 2);
      measure.uplifts.push((one.uplift + other.uplift) / 2);
      measure.amounts.push((one.amount + other.amount) / 2);
      one.resampled.forEach((qini, n) => measure.resampled.push((qini + other.resampled[n]!) / 2));
    }
  }
  return measures;
}

function measureHalf(train: TreatedRows, test: TreatedRows, random: RandomNumbers) {
  const halves = halve(train, random);
  const best = (fit: (on: TreatedRows, penalty: number) => UpliftScorer) =>
    fit(train, choosePenalty(halves, fit));
  const scorers: Record<RankedBy, UpliftScorer> = {
    random: () => random.nextFloat(),
    tLearner: best((on, penalty) => scorerOf(fitTLearner(on, penalty))),
    sLearner: best((on, penalty) => scorerOf(fitSLearner(on, penalty))),
    response: best(fitResponse),
  };
  const resamples = Array.from({ length: RESAMPLES }, () => drawCounts(test, random));
  const measure = (score: UpliftScorer) => {
    const order = rankBy(score, test);
    const { treated, amounts } = test;
    return {
      qini: qiniOf(test, order),
      uplift: upliftOfTop(test, order, TOP_SHARE),
      amount: amounts ? qiniOf({ treated, outcomes: amounts }, order) : NaN,
      resampled: resamples.map((counts) => qiniOf(test, order, counts)),
    };
  };
  return {
    random: measure(scorers.random),
    tLearner: measure(scorers.tLearner),
    sLearner: measure(scorers.sLearner),
    response: measure(scorers.response),
  };
}

const scorerOf =
  (model: UpliftModel): UpliftScorer =>
  (features, row) =>
    upliftOf(model, features, row);

function choosePenalty(
  [inner, outer]: readonly [TreatedRows, TreatedRows],
  fit: (rows: TreatedRows, penalty: number) => UpliftScorer,
): number {
  const gainOf = (train: TreatedRows, test: TreatedRows, penalty: number) =>
    qiniOf(test, rankBy(fit(train, penalty), test));
  const gains = PENALTIES.map((it) => gainOf(inner, outer, it) + gainOf(outer, inner, it));
  return PENALTIES[gains.indexOf(Math.max(...gains))]!;
}

function rankBy(score: UpliftScorer, { features, outcomes }: TreatedRows): Int32Array {
  return rankForTreatment(Float64Array.from(outcomes, (_, row) => score(features, row)));
}

function halve(rows: TreatedRows, random: RandomNumbers): [TreatedRows, TreatedRows] {
  const order = Int32Array.from(rows.outcomes.keys());
  for (let n = order.length - 1; n > 0; n--) {
    const other = random.nextInteger(n + 1);
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  const middle = order.length >> 1;
  return [pickRows(rows, order.subarray(0, middle)), pickRows(rows, order.subarray(middle))];
}

function pickRows(rows: TreatedRows, chosen: Int32Array): TreatedRows {
  const { width, treated, outcomes, amounts } = rows;
  const features = new Float64Array(chosen.length * width);
  chosen.forEach((row, n) => {
    features.set(rows.features.subarray(row * width, (row + 1) * width), n * width);
  });
  return {
    features,
    width,
    treated: Uint8Array.from(chosen, (row) => treated[row]!),
    outcomes: Uint8Array.from(chosen, (row) => outcomes[row]!),
    ...(amounts && { amounts: Float64Array.from(chosen, (row) => amounts[row]!) }),
  };
}

/** How often each person is drawn in a bootstrap sample with replacement. */
function drawCounts({ outcomes }: TreatedRows, random: RandomNumbers): Uint16Array {
  const counts = new Uint16Array(outcomes.length);
  for (let n = 0; n < counts.length; n++) counts[random.nextInteger(counts.length)]!++;
  return counts;
}

function summarize({ qinis, uplifts, amounts, resampled }: Measures): RankingMeasure {
  const qini = meanOf(qinis);
  const qiniAmount = meanOf(amounts);
  const sorted = Float64Array.from(resampled).sort();
  const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  return {
    qini,
    qiniSd: Math.sqrt(
      qinis.reduce((sum, value) => sum + (value - qini) ** 2, 0) / (qinis.length - 1),
    ),
    qiniLow: quantile((1 - CONFIDENCE) / 2),
    qiniHigh: quantile((1 + CONFIDENCE) / 2),
    uplift30: meanOf(uplifts),
    ...(!Number.isNaN(qiniAmount) && { qiniAmount }),
  };
}

/** How often one ranks better than the other on the same sample. */
function shareOfWins(one: Measures, other: Measures): number {
  const wins = one.resampled.filter((qini, n) => qini > other.resampled[n]!);
  return wins.length / one.resampled.length;
}

function decide(learner: RankingMeasure, response: RankingMeasure, wins: number): UpliftVerdict {
  if (learner.qiniLow > 0 && wins >= MOSTLY) return "uplift";
  return response.qiniLow > 0 ? "response" : "not_distinguishable";
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
