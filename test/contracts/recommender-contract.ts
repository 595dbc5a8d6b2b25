import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clearScores, createSparseScores, type SparseScores } from "~/ml/matrices/sparse-scores";
import { createListMaker } from "../../scripts/backtest/recommenders/ranking-task";
import { propertyRuns } from "../support/property-runs";

/** Each user's orders, oldest first, each a list of items. */
export type Orders = readonly (readonly (readonly number[])[])[];

/** A model fitted on users' orders. */
export interface FittedRecommender {
  /** Everything that is kept: it must be typed arrays and numbers. */
  readonly model: object;
  /** Adds the scores of one user. */
  readonly score: (user: number, into: SparseScores) => void;
}

export interface RecommenderContract {
  readonly fit: (orders: Orders, items: number) => FittedRecommender;
  /** Maximum size of a model in bytes, for these numbers of users, items and entries. */
  readonly maxBytes: (size: { users: number; items: number; entries: number }) => number;
}

/** Decimals of agreement between scores summed in another order; some are stored in single precision. */
const DECIMALS = 5;

/** The contract of every recommender, whatever its method. */
export function recommenderContract(name: string, { fit, maxBytes }: RecommenderContract) {
  describe(`the ${name} recommender`, () => {
    const scoresOf = (orders: Orders, items: number): number[][] => {
      const { score } = fit(orders, items);
      const scores = createSparseScores(items);
      return orders.map((_, user) => {
        score(user, scores);
        const values = Array.from(scores.values);
        clearScores(scores);
        return values;
      });
    };

    test("ranks the one missing item first on a checkerboard", () => {
      const board = checkerboard();
      scoresOf(board.orders, board.items).forEach((scores, user) => {
        const own = new Set(board.orders[user]!.flat());
        const novel = scores.map((value, item) => (own.has(item) ? -Infinity : value));
        expect(novel.indexOf(Math.max(...novel))).toBe(board.lacks[user]);
        scores.forEach((value, item) => {
          if (item % 2 !== user % 2) expect(value).toBeLessThanOrEqual(0);
        });
      });
    });

    test("gives no scores for a user without a history", () => {
      const { orders, items } = checkerboard();
      const scores = scoresOf([...orders, []], items);
      expect(scores.at(-1)).toEqual(new Array(items).fill(0));
    });

    test.each([
      ["one user", [[[0], [1]]], 3],
      ["one item", [[[0]], [[0]]], 1],
      ["users of whom none has anything", [[], []], 2],
      [
        "items that nobody has",
        [
          [[0], [1]],
          [[1], [0]],
        ],
        5,
      ],
    ])("accepts %s", (_what, orders, items) => {
      scoresOf(orders, items).forEach((scores, user) =>
        scores.forEach((value, item) => {
          expect(Number.isFinite(value)).toBe(true);
          if (!orders.flat(2).includes(item)) expect(value).toBe(0);
          if (orders[user]!.length === 0) expect(value).toBe(0);
        }),
      );
    });

    test("gives the same scores again", () => {
      fc.assert(
        fc.property(someOrders, (orders) => {
          expect(scoresOf(orders, ITEMS)).toEqual(scoresOf(orders, ITEMS));
        }),
        { numRuns: propertyRuns(30) },
      );
    });

    test("does not depend on the order of users", () => {
      fc.assert(
        fc.property(someOrders, (orders) => {
          const turned = scoresOf(orders.toReversed(), ITEMS).toReversed();
          expectClose(turned, scoresOf(orders, ITEMS));
        }),
        { numRuns: propertyRuns(60) },
      );
    });

    test("does not depend on item names", () => {
      const names = fc.shuffledSubarray([...Array(ITEMS).keys()], {
        minLength: ITEMS,
        maxLength: ITEMS,
      });
      fc.assert(
        fc.property(someOrders, names, (orders, renamed) => {
          const other = orders.map((own) =>
            own.map((order) => order.map((item) => renamed[item]!)),
          );
          const scores = scoresOf(other, ITEMS).map((own) => renamed.map((item) => own[item]!));
          expectClose(scores, scoresOf(orders, ITEMS));
        }),
        { numRuns: propertyRuns(60) },
      );
    });

    test("never recommends owned items when new ones are requested", () => {
      const bestSellers = Int32Array.from({ length: ITEMS }, (_, item) => item);
      fc.assert(
        fc.property(someOrders, (orders) => {
          const { score } = fit(orders, ITEMS);
          const scores = createSparseScores(ITEMS);
          const listOf = createListMaker(bestSellers);
          orders.forEach((own, user) => {
            score(user, scores);
            const list = listOf(scores, new Set(own.flat()));
            clearScores(scores);
            expect(list.filter((item) => own.flat().includes(item))).toEqual([]);
            expect(list.length).toBe(ITEMS - new Set(own.flat()).size);
          });
        }),
        { numRuns: propertyRuns(30) },
      );
    });

    test("keeps typed arrays, and only their requested part", () => {
      const users = 400;
      const items = 60;
      const orders = Array.from({ length: users }, (_, user) =>
        [0, 1, 2, 3].map((n) => [(user * 7 + n * n * 11) % items]),
      );
      const { bytes, longest } = weigh(fit(orders, items).model);
      expect(bytes).toBeLessThanOrEqual(maxBytes({ users, items, entries: 4 * users }));
      expect(longest).toBeLessThan(50);
    });
  });
}

const ITEMS = 6;
const someOrders: fc.Arbitrary<number[][][]> = fc.array(
  fc.array(fc.uniqueArray(fc.nat({ max: ITEMS - 1 }), { minLength: 1, maxLength: 3 }), {
    maxLength: 4,
  }),
  { minLength: 1, maxLength: 7 },
);

/** Users of two kinds; each has three of its kind's four items, one per order, and lacks one. */
function checkerboard() {
  const items = 8;
  const users = 48;
  const lacks = Array.from({ length: users }, (_, user) => 2 * ((user >> 1) % 4) + (user % 2));
  const orders = lacks.map((lacking, user) => {
    const own = [0, 2, 4, 6].map((item) => item + (user % 2)).filter((item) => item !== lacking);
    // Each item follows every other equally often.
    const turn = (user >> 3) % 3;
    return [...own.slice(turn), ...own.slice(0, turn)].map((item) => [item]);
  });
  return { items, orders, lacks };
}

function expectClose(actual: readonly number[][], expected: readonly number[][]): void {
  actual.forEach((own, user) =>
    own.forEach((value, item) => expect(value).toBeCloseTo(expected[user]![item]!, DECIMALS)),
  );
}

/** Bytes of all reachable typed arrays, and the longest plain list. */
function weigh(model: object): { bytes: number; longest: number } {
  const seen = new Set<object>();
  let bytes = 0;
  let longest = 0;
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      bytes += value.byteLength;
      return;
    }
    if (Array.isArray(value)) longest = Math.max(longest, value.length);
    Object.values(value).forEach(visit);
  };
  visit(model);
  return { bytes, longest };
}
