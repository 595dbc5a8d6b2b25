import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scoreRow } from "~/ml/ranking/logistic-ranker";
import {
  createBlendScratch,
  gatherCandidates,
  logsOf,
  meanParts,
  toCandidateList,
  toScoreParts,
  scoresOf,
  sumOf,
  type BlendWeights,
  type Candidates,
  type ModelQuery,
} from "~/recommendations/blend";

const PRODUCTS = 80;
const SOURCES = ["item_knn", "popularity", "trend"] as const;

const someCandidates = fc
  .array(
    fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 3,
      maxLength: 3,
    }),
    { maxLength: 20 },
  )
  .map((rows): Candidates => ({
    products: rows.map((_, row) => 2 * row),
    shares: Float64Array.from(rows.flat()),
    width: 3,
  }));
const weight = fc.double({ min: -3, max: 3, noNaN: true });
const someWeights = fc
  .array(fc.record({ share: weight, log: weight }), { minLength: 3, maxLength: 3 })
  .map((rows): BlendWeights => rows.map((row, n) => ({ ...row, source: SOURCES[n] ?? "trend" })));

describe("scores", () => {
  test("are exactly the sums of their parts", () => {
    fc.assert(
      fc.property(someCandidates, someWeights, (candidates, weights) => {
        const sums = candidates.products.map((_, row) =>
          sumOf(toScoreParts(candidates, row, weights)),
        );
        expect([...scoresOf(candidates, weights)]).toEqual(sums);
        expect([...scoresOf(candidates, weights, logsOf(candidates))]).toEqual(sums);
      }),
    );
  });

  test("are those of the ranker's rows, whose features have single precision", () => {
    fc.assert(
      fc.property(someCandidates, someWeights, (candidates, weights) => {
        const list = toCandidateList(candidates, (product) => product % 4 === 0);
        const theta = Float64Array.from(weights.flatMap(({ share, log }) => [share, log]));
        scoresOf(candidates, weights).forEach((score, row) => {
          expect(scoreRow(theta, list, row)).toBeCloseTo(score, 4);
          expect(list.isTarget[row]).toBe((candidates.products[row] ?? 1) % 4 === 0 ? 1 : 0);
        });
      }),
    );
  });

  test("have mean parts equal to the average", () => {
    fc.assert(
      fc.property(someCandidates, someWeights, (candidates, weights) => {
        const parts = candidates.products.flatMap((_, row) =>
          toScoreParts(candidates, row, weights),
        );
        for (const { source, score } of meanParts(candidates, weights)) {
          const own = parts.filter((it) => it.source === source);
          const mean = own.reduce((sum, it) => sum + it.score / candidates.products.length, 0);
          expect(score + 0).toBe(mean + 0);
        }
      }),
    );
  });
});

describe("candidates", () => {
  const someAsk = fc
    .array(fc.nat({ max: 5 }), { minLength: PRODUCTS, maxLength: PRODUCTS })
    .map((scores): ModelQuery => ({
      source: "popularity",
      proposes: true,
      scoreOf: (product) => scores[product] ?? 0,
      ranked: scores
        .map((score, product) => ({ score, product }))
        .sort((a, b) => b.score - a.score || a.product - b.product)
        .map(({ product }) => product),
    }));
  const someRefused = fc.uniqueArray(fc.nat({ max: PRODUCTS - 1 }));

  test("are scored once, for any number of models and reuses of memory", () => {
    fc.assert(
      fc.property(
        fc.array(someAsk, { minLength: 1, maxLength: 3 }),
        someRefused,
        (asks, refused) => {
          const scratch = createBlendScratch(PRODUCTS);
          gatherCandidates(asks, [], () => true, scratch);
          const requested: number[] = [];
          const accepts = (product: number) => {
            requested.push(product);
            return !refused.includes(product);
          };
          const { products } = gatherCandidates(asks, [0, 1], accepts, scratch);

          expect(new Set(requested).size).toBe(requested.length);
          expect(products.filter((product) => refused.includes(product))).toEqual([]);
          const fresh = gatherCandidates(
            asks,
            [0, 1],
            (p) => !refused.includes(p),
            createBlendScratch(PRODUCTS),
          );
          expect(products).toEqual(fresh.products);
        },
      ),
    );
  });

  test("are sorted by product and have each model's score as a share of its best", () => {
    fc.assert(
      fc.property(someAsk, someAsk, (first, second) => {
        const asks = [first, second];
        const all = () => true;
        const { products, shares, width } = gatherCandidates(
          asks,
          [],
          all,
          createBlendScratch(PRODUCTS),
        );
        expect(products).toEqual(products.toSorted((a, b) => a - b));
        asks.forEach((ask, model) => {
          const scores = products.map((p) => ("scoreOf" in ask ? ask.scoreOf(p) : 0));
          const best = Math.max(0, ...scores);
          const own = products.map((_, row) => shares[row * width + model]);
          expect(own).toEqual(scores.map((score) => (best === 0 ? 0 : score / best)));
        });
      }),
    );
  });
});
