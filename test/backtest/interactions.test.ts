import fc from "fast-check";
import { expect, test } from "vitest";
import {
  boundHistories,
  groupByUser,
  toMatrix,
  type Interactions,
} from "../../scripts/backtest/recommenders/interactions";

const MAX_FOLLOWED = 10_000;
const MAX_PAIRED = 4_000;

/** Items of each user, oldest first. */
function histories(own: readonly (readonly number[])[], items: number): Interactions {
  return groupByUser({
    users: own.length,
    items,
    userOf: own.flatMap((list, user) => list.map(() => user)),
    itemOf: own.flat(),
    days: own.flatMap((list) => list.map((_, n) => n)),
    order: "time",
  });
}

const itemsIn = ({ offsets, itemOf }: Interactions, user: number) => [
  ...itemOf.subarray(offsets[user], offsets[user + 1]),
];

test("keeps a history of usual length unchanged and pairs all its items", () => {
  const item = fc.nat({ max: 9 });
  fc.assert(
    fc.property(fc.array(fc.array(item, { maxLength: 20 }), { minLength: 1 }), (own) => {
      const all = histories(own, 10);
      expect(boundHistories(all)).toBe(all);
      const { offsets, indices } = toMatrix(all);
      own.forEach((list, user) => {
        const paired = indices.subarray(offsets[user], offsets[user + 1]);
        expect([...paired]).toEqual([...new Set(list)].sort((a, b) => a - b));
      });
    }),
  );
});

test("pairs only the latest part of a history that is too long", () => {
  const long = Array.from({ length: MAX_FOLLOWED + 500 }, (_, n) => n % 7_000);
  const short = [3, 1, 3];
  const bounded = boundHistories(histories([short, long, short], 7_000));
  expect(itemsIn(bounded, 0)).toEqual(short);
  expect(itemsIn(bounded, 1)).toEqual(long.slice(500));
  expect(itemsIn(bounded, 2)).toEqual(short);
});

test("pairs only the latest items when there are too many different ones", () => {
  const long = Array.from({ length: 9_000 }, (_, n) => Math.floor(n / 2));
  const { offsets, indices } = toMatrix(histories([[1], long], 4_500));
  expect(offsets[1]).toBe(1);
  expect([...indices.subarray(1)]).toEqual(Array.from({ length: MAX_PAIRED }, (_, n) => 500 + n));
});
