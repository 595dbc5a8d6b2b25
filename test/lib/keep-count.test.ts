import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { keepCount, type Counted } from "~/lib/keep-count.server";
import { NOW, OTHER_SHOP, SHOP } from "../support/builders";

const HALF_MINUTE_MS = 30_000;
const LARGE = 10_000;

const at = (afterMs: number) => new Date(NOW.getTime() + afterMs);

const valueOf = async (counted: Promise<Counted<number>>) => (await counted).value;

/** Counts `size` rows more each time. */
function counter(key: string, size: number) {
  let counts = 0;
  return (afterMs: number, shopId = SHOP) =>
    keepCount(shopId, key, { now: at(afterMs), sizeOf: (value: number) => value }, () =>
      Promise.resolve(++counts * size),
    );
}

test("counts few rows each time", async () => {
  const count = counter("few", 1);
  expect([await valueOf(count(0)), await valueOf(count(0)), await valueOf(count(1))]).toEqual([
    1, 2, 3,
  ]);
});

test("shows a large count again for half a minute, to its own shop", async () => {
  const count = counter("fresh", LARGE);
  expect(await valueOf(count(0))).toBe(LARGE);
  expect(await valueOf(count(HALF_MINUTE_MS))).toBe(LARGE);
  expect(await valueOf(count(0, OTHER_SHOP))).toBe(2 * LARGE);
});

test("shows a large count once more while it is counted again, and counts an old one at once", async () => {
  const count = counter("older", LARGE);
  await count(0);
  expect(await valueOf(count(HALF_MINUTE_MS + 1))).toBe(LARGE);
  expect(await valueOf(count(HALF_MINUTE_MS + 1))).toBe(2 * LARGE);
  expect(await valueOf(count(120 * HALF_MINUTE_MS))).toBe(3 * LARGE);
});

test("keeps a count that cannot be repeated, and tries again at the next view", async () => {
  let fails = 0;
  const view = (afterMs: number) =>
    keepCount(SHOP, "failing", { now: at(afterMs), sizeOf: () => LARGE }, () =>
      afterMs > 0 ? Promise.reject(new Error(`failed ${++fails}`)) : Promise.resolve(1),
    );
  await view(0);
  expect(await valueOf(view(4 * HALF_MINUTE_MS))).toBe(1);
  await nextTurn();
  expect(await valueOf(view(4 * HALF_MINUTE_MS))).toBe(1);
  expect(fails).toBe(2);
});

test("says when a count was made that is older than half a minute", async () => {
  const count = counter("dated", LARGE);
  const countedAt = async (afterMs: number) => (await count(afterMs)).countedAt;
  expect(await countedAt(0)).toBeNull();
  expect(await countedAt(HALF_MINUTE_MS)).toBeNull();
  expect(await countedAt(20 * HALF_MINUTE_MS)).toBe(at(0).toISOString());
  // It was counted again meanwhile.
  expect(await countedAt(20 * HALF_MINUTE_MS)).toBeNull();
});
