import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromTriplets } from "~/ml/matrices/sparse-matrix";
import { fitEpisodePairs, type EpisodePairOptions } from "~/ml/neighbors/episode-pairs";

const PRODUCTS = 5;
const PLAIN: EpisodePairOptions = {
  k: 100,
  shrinkage: 0,
  minShared: 1,
  asymmetry: 0.5,
  candidates: new Uint8Array(PRODUCTS).fill(1),
};

interface Episode {
  readonly profile: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly weight: number;
}

const episodeArbitrary = (() => {
  const products = fc.uniqueArray(fc.nat({ max: PRODUCTS - 1 }), { maxLength: 4 });
  return fc.record<Episode>({
    profile: fc.nat({ max: 3 }),
    from: products,
    to: products,
    weight: fc.constantFrom(1, 0.5, 0.25),
  });
})();

describe("fitEpisodePairs", () => {
  test("relates a product to what its episodes lead to, and not the other way round", () => {
    const model = fit([{ profile: 0, from: [0], to: [1], weight: 1 }]);
    expect(read(model)).toEqual([{ 1: 1 }, {}, {}, {}, {}]);
  });

  test("counts a profile once, however many episodes it has", () => {
    const twice = { profile: 0, from: [0], to: [1], weight: 1 };
    const model = fit([twice, twice, { ...twice, profile: 1 }]);
    expect([...model.shared]).toEqual([2]);
    expect([...model.buyers]).toEqual([2, 0, 0, 0, 0]);
  });

  test("relates no products that fewer profiles have in common than set", () => {
    const episodes = [0, 1].map((profile) => ({ profile, from: [0], to: [1], weight: 1 }));
    expect(fit(episodes, { minShared: 3 }).neighbors).toHaveLength(0);
    expect(fit(episodes, { minShared: 2 }).neighbors).toHaveLength(1);
  });

  test("never relates a product that may not be recommended", () => {
    const candidates = Uint8Array.from([1, 0, 1, 1, 1]);
    const model = fit([{ profile: 0, from: [0, 1], to: [1, 2], weight: 1 }], { candidates });
    expect(read(model)[0]).toEqual({ 2: 1 });
    expect(read(model)[1]).toEqual({ 2: 1 });
  });

  test("is symmetric if episodes lead to what they start from", () => {
    fc.assert(
      fc.property(fc.array(episodeArbitrary, { maxLength: 12 }), (episodes) => {
        const same = episodes.map((episode) => ({ ...episode, to: episode.from }));
        const rows = read(fit(same, { shrinkage: 2 }));
        rows.forEach((row, from) => {
          for (const [to, score] of Object.entries(row)) {
            expect(rows[Number(to)]?.[from]).toBeCloseTo(score, 6);
          }
        });
      }),
    );
  });

  test("agrees with a naive count", () => {
    const options = { shrinkage: 3, asymmetry: 0.3 };
    fc.assert(
      fc.property(fc.array(episodeArbitrary, { maxLength: 12 }), (episodes) => {
        const model = fit(episodes, options);
        const rows = read(model);
        for (let i = 0; i < PRODUCTS; i++) {
          for (let j = 0; j < PRODUCTS; j++) {
            const having = episodes.filter(({ from, to }) => from.includes(i) && to.includes(j));
            if (i === j || having.length === 0) {
              expect(rows[i]?.[j]).toBeUndefined();
              continue;
            }
            const n = new Set(having.map(({ profile }) => profile)).size;
            const norm =
              weightOf(episodes.filter(({ from }) => from.includes(i))) ** 0.3 *
              weightOf(episodes.filter(({ to }) => to.includes(j))) ** 0.7;
            const expected = (n / (n + 3)) * (weightOf(having) / norm);
            expect(rows[i]?.[j]).toBeCloseTo(expected, 6);
            const at = model.neighbors.indexOf(j, model.offsets[i]);
            expect(model.shared[at]).toBe(n);
          }
        }
      }),
    );
  });
});

const weightOf = (episodes: readonly Episode[]) =>
  episodes.reduce((sum, { weight }) => sum + weight, 0);

function fit(episodes: readonly Episode[], options: Partial<EpisodePairOptions> = {}) {
  const sorted = episodes.toSorted((a, b) => a.profile - b.profile);
  const matrixOf = (side: "from" | "to") => {
    const rowIndices = sorted.flatMap((episode, row) => episode[side].map(() => row));
    return fromTriplets({
      rows: sorted.length,
      columns: PRODUCTS,
      rowIndices,
      columnIndices: sorted.flatMap((episode) => episode[side]),
      values: rowIndices.map(() => 1),
    });
  };
  return fitEpisodePairs(
    {
      from: matrixOf("from"),
      to: matrixOf("to"),
      weights: Float64Array.from(sorted, ({ weight }) => weight),
      profileOf: Int32Array.from(sorted, ({ profile }) => profile),
    },
    { ...PLAIN, ...options },
  );
}

function read({ offsets, neighbors, scores }: ReturnType<typeof fit>): Record<number, number>[] {
  return Array.from({ length: PRODUCTS }, (_, product) => {
    const row: Record<number, number> = {};
    for (let at = offsets[product]!; at < offsets[product + 1]!; at++) {
      row[neighbors[at]!] = scores[at]!;
    }
    return row;
  });
}
