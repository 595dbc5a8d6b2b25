import { qiniOf, rankForTreatment, upliftOfTop } from "~/ml/experiments/qini";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import {
  fitResponse,
  fitSLearner,
  fitTLearner,
  type TreatedRows,
  type UpliftScorer,
} from "~/ml/experiments/uplift";
import { numberOption, report, type Call, type Measured } from "../call";
import { readExperiment } from "../readers/read-experiment";

/** Number of random splits whose mean is reported. */
const SPLITS = 5;
/** Resamples per split; together they give the interval. */
const RESAMPLES = 40;
/** Penalties to choose from within the training half. */
const PENALTIES = [10, 100, 1000];
/** Confidence of the intervals. */
const CONFIDENCE = 0.95;
/** Minimum share of resamples in which uplift ranks better than response. */
const MOSTLY = 0.8;

type Learner = (rows: TreatedRows, penalty: number) => UpliftScorer;
const LEARNERS: Readonly<Record<string, Learner>> = {
  tLearner: fitTLearner,
  sLearner: fitSLearner,
  response: fitResponse,
};

interface Measures {
  readonly qinis: number[];
  readonly uplifts: number[];
  readonly resampled: number[];
}

/** Customers whom an email changes, estimated from an experiment with a control variant. */
export const uplift: Call = {
  flags: {
    file: null,
    variant: null,
    treated: null,
    control: null,
    outcome: null,
    ignore: "",
  },
  prepare(options) {
    const seed = numberOption(options, "seed", { whole: true });
    const list = (text: string) => text.split(",").filter((part) => part !== "");
    const rows = readExperiment({
      file: options.file!,
      variant: options.variant!,
      treated: list(options.treated!),
      control: options.control!,
      outcome: options.outcome!,
      ignore: list(options.ignore!),
    });
    return () => {
      const measures = measureSplits(rows, seed);
      const models = Object.fromEntries(
        Object.entries(measures).map(([name, measure]) => [name, summarize(measure)]),
      );
      const learner = models.sLearner!.qini > models.tLearner!.qini ? "sLearner" : "tLearner";
      const wins = shareOfWins(measures[learner]!, measures.response!);
      const verdict = decide(models[learner]!, models.response!, wins);
      const chosen = models[verdict === "uplift" ? learner : "response"]!;
      return {
        n: rows.outcomes.length,
        models,
        best: Object.keys(models).reduce((a, b) => (models[b]!.qini > models[a]!.qini ? b : a)),
        more: { qini: chosen.qini, qiniSd: chosen.qiniSd, uplift30: chosen.uplift30, verdict },
      };
    };
  },
};

/**
 * Each split is used in both directions: a model trained on one half ranks the other, and the two results are
 * averaged, so that every person is ranked once by a model that has not seen them.
 */
function measureSplits(rows: TreatedRows, seed: number): Record<string, Measures> {
  const measures: Record<string, Measures> = {};
  for (let split = 0; split < SPLITS; split++) {
    const random = createRandomNumbers(seed * SPLITS + split);
    const [a, b] = halve(rows, random);
    const ways = [measureHalf(a, b, random), measureHalf(b, a, random)];
    for (const name of Object.keys(ways[0]!)) {
      const both = ways.map((way) => way[name]!);
      const measure = (measures[name] ??= { qinis: [], uplifts: [], resampled: [] });
      measure.qinis.push(meanOf(both.map(({ qini }) => qini)));
      measure.uplifts.push(meanOf(both.map((half) => half.uplift)));
      both[0]!.resampled.forEach((qini, n) =>
        measure.resampled.push((qini + both[1]!.resampled[n]!) / 2),
      );
    }
    report(`halving ${split + 1} of ${SPLITS} measured`);
  }
  return measures;
}

function measureHalf(train: TreatedRows, test: TreatedRows, random: RandomNumbers) {
  const scorers: Record<string, UpliftScorer> = { random: () => random.nextFloat() };
  const [inner, outer] = halve(train, random);
  for (const [name, fit] of Object.entries(LEARNERS)) {
    const gains = PENALTIES.map(
      (penalty) =>
        qiniBy(fit(inner, penalty), outer).qini + qiniBy(fit(outer, penalty), inner).qini,
    );
    scorers[name] = fit(train, PENALTIES[gains.indexOf(Math.max(...gains))]!);
  }
  const resamples = Array.from({ length: RESAMPLES }, () => drawCounts(test, random));
  return Object.fromEntries(
    Object.entries(scorers).map(([name, score]) => {
      const { order, qini } = qiniBy(score, test);
      const resampled = resamples.map((counts) => qiniOf(test, order, counts));
      return [name, { qini, uplift: upliftOfTop(test, order, 0.3), resampled }];
    }),
  );
}

function qiniBy(score: UpliftScorer, rows: TreatedRows) {
  const order = rankForTreatment(
    Float64Array.from(rows.outcomes, (_, row) => score(rows.features, row)),
  );
  return { order, qini: qiniOf(rows, order) };
}

function halve(rows: TreatedRows, random: RandomNumbers): [TreatedRows, TreatedRows] {
  const order = Int32Array.from(rows.outcomes.keys());
  for (let n = order.length - 1; n > 0; n--) {
    const other = random.nextInteger(n + 1);
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  const part = (chosen: Int32Array): TreatedRows => {
    const features = new Float64Array(chosen.length * rows.width);
    chosen.forEach((row, n) => {
      const from = rows.features.subarray(row * rows.width, (row + 1) * rows.width);
      features.set(from, n * rows.width);
    });
    return {
      features,
      width: rows.width,
      treated: Uint8Array.from(chosen, (row) => rows.treated[row]!),
      outcomes: Uint8Array.from(chosen, (row) => rows.outcomes[row]!),
    };
  };
  return [part(order.subarray(0, order.length >> 1)), part(order.subarray(order.length >> 1))];
}

/** How often each person is drawn in a bootstrap sample with replacement. */
function drawCounts({ outcomes }: TreatedRows, random: RandomNumbers): Uint16Array {
  const counts = new Uint16Array(outcomes.length);
  for (let n = 0; n < counts.length; n++) counts[random.nextInteger(counts.length)]!++;
  return counts;
}

function summarize({ qinis, uplifts, resampled }: Measures) {
  const qini = meanOf(qinis);
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
  } satisfies Record<string, Measured>;
}

type Summary = ReturnType<typeof summarize>;

/** How often one ranks better than the other on the same sample. */
function shareOfWins(one: Measures, other: Measures): number {
  const wins = one.resampled.filter((qini, n) => qini > other.resampled[n]!);
  return wins.length / one.resampled.length;
}

/**
 * Ranks by uplift if its interval is above zero and it mostly beats response; by response if that interval is above
 * zero; otherwise the result is inconclusive.
 */
function decide(
  learner: Summary,
  response: Summary,
  wins: number,
): "uplift" | "response" | "not distinguishable" {
  if (learner.qiniLow > 0 && wins >= MOSTLY) return "uplift";
  return response.qiniLow > 0 ? "response" : "not distinguishable";
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
