import {
  explainByNeighbors,
  scoreByNeighbors,
  type ProductNeighbors,
  type Term,
} from "~/ml/neighbors/product-neighbors";
import type { RandomNumbers } from "~/ml/numerics/random";
import type { SparseMatrix } from "~/ml/matrices/sparse-matrix";
import { clearScores, createSparseScores, type SparseScores } from "~/ml/matrices/sparse-scores";
import { clearTopK, createTopK, offerTopK, sortTopK } from "~/ml/ranking/top-k";

const QUERIES = 5000;
const LISTED = 20;
/** The weight of each model's share of its best score. Only the run time matters here. */
const WEIGHTS = { itemKnn: 1, transitions: 0.5, popularity: 0.2 };

interface Serving {
  readonly itemKnn: ProductNeighbors;
  readonly transitions: ProductNeighbors;
  readonly popularity: Float64Array;
  /** Users × items. */
  readonly histories: SparseMatrix;
  readonly random: RandomNumbers;
}

/** Times requests of random users: the twenty best by the blend, each with its reasons. */
export function measureServing(serving: Serving): Record<string, number> {
  const answer = createAnswers(serving);
  const tookMicros = new Float64Array(QUERIES);
  let reasons = 0;
  for (let n = 0; n < QUERIES; n++) {
    const user = serving.random.nextInteger(serving.histories.rows);
    const startMs = performance.now();
    const picks = answer(user);
    tookMicros[n] = (performance.now() - startMs) * 1000;
    for (const pick of picks) reasons += pick.reasons.length;
  }
  tookMicros.sort();
  return {
    p50Micros: tookMicros[Math.floor(0.5 * (QUERIES - 1))]!,
    p99Micros: tookMicros[Math.floor(0.99 * (QUERIES - 1))]!,
    reasonsAnAnswer: reasons / QUERIES,
  };
}

interface Pick {
  readonly item: number;
  readonly score: number;
  readonly reasons: readonly Term[];
}

function createAnswers({ itemKnn, transitions, popularity, histories }: Serving) {
  const byItemKnn = createSparseScores(histories.columns);
  const byTransitions = createSparseScores(histories.columns);
  const top = createTopK(LISTED);
  const maxSold = popularity.reduce((max, sold) => Math.max(max, sold), 1);

  return (user: number): Pick[] => {
    const products = histories.indices.subarray(
      histories.offsets[user],
      histories.offsets[user + 1],
    );
    const history = { products, weights: new Float64Array(products.length).fill(1) };
    scoreByNeighbors(itemKnn, history, byItemKnn);
    scoreByNeighbors(transitions, history, byTransitions);
    const own = new Set(products);
    const max = { itemKnn: maxScore(byItemKnn), transitions: maxScore(byTransitions) };
    clearTopK(top);
    const offer = (item: number) => {
      if (own.has(item)) return;
      const score =
        (WEIGHTS.itemKnn * byItemKnn.values[item]!) / max.itemKnn +
        (WEIGHTS.transitions * byTransitions.values[item]!) / max.transitions +
        (WEIGHTS.popularity * popularity[item]!) / maxSold;
      offerTopK(top, item, score);
    };
    for (let n = 0; n < byItemKnn.count; n++) offer(byItemKnn.nonZero[n]!);
    for (let n = 0; n < byTransitions.count; n++) {
      const item = byTransitions.nonZero[n]!;
      if (byItemKnn.isSet[item] === 0) offer(item);
    }
    sortTopK(top);
    clearScores(byItemKnn);
    clearScores(byTransitions);
    return Array.from(top.indices.subarray(0, top.size), (item, n) => ({
      item,
      score: top.scores[n]!,
      reasons: explainByNeighbors(itemKnn, history, item),
    }));
  };
}

function maxScore({ values, nonZero, count }: SparseScores): number {
  let max = Number.MIN_VALUE;
  for (let n = 0; n < count; n++) max = Math.max(max, values[nonZero[n]!]!);
  return max;
}
