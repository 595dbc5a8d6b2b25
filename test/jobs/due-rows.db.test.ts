import { expect, test } from "vitest";
import { Prisma } from "~/generated/prisma/client";
import {
  claimIsolatingLost,
  deadLetterLostRows,
  postponeDueRows,
  releaseDueRows,
  retryAt,
  selectShopsWithDueRows,
} from "~/jobs/due-rows.server";
import { NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { readDueShops } from "../support/due-shops";
import {
  after,
  ids,
  LEASE_MS,
  MAX_ATTEMPTS,
  partOf,
  select,
  TABLE,
  useErrands,
  type Errand,
} from "./use-errands";

const errands = useErrands();
const { add, claim, claimOne, settle, stored } = errands;

test("claims what is due, longest due first, in any due state, and only of the shop", async () => {
  await add("b", -2);
  await add("a", -2);
  await add("c", -5, SHOP, "again");
  await add("later", 1);
  await add("over", -9, SHOP, "done");
  await add("other", -9, OTHER_SHOP);

  const first = await claim(2);
  expect(first.map(({ errandId, attempts, note }) => [errandId, attempts, note])).toEqual([
    ["c", 1, "note of c"],
    ["a", 1, "note of a"],
  ]);
  expect(first.map(({ part }) => Buffer.from(part))).toEqual(["c", "a"].map(partOf));
  expect(ids(await claim(9))).toEqual(["b"]);
  expect(await claim(9)).toEqual([]);
});

test("two workers never hold one row", async () => {
  for (let i = 0; i < 60; i++) await add(`errand-${i}`);
  const slices = await Promise.all(Array.from({ length: 12 }, () => claim(7)));
  const claimed = slices.flatMap(ids);
  expect(new Set(claimed).size).toBe(claimed.length);
  const rest = await Promise.all(Array.from({ length: 12 }, () => claim(7)));
  expect(new Set([...claimed, ...rest.flatMap(ids)]).size).toBe(60);
});

test("a crashed worker's row is claimed again when its lease ends, and its late result is refused", async () => {
  await add("a");
  const crashed = await claimOne();
  expect(await claim(1, after(LEASE_MS - 1))).toEqual([]);
  const next = await claimOne(after(LEASE_MS));
  expect(next.attempts).toBe(2);

  expect(await settle(crashed, null)).toEqual([]);
  await releaseDueRows(errands.db, TABLE, SHOP, [crashed]);
  expect(await stored()).toMatchObject([{ state: "waiting", lease: after(2 * LEASE_MS) }]);
  expect(ids(await settle(next, null))).toEqual(["a"]);
  // It is over: the same worker cannot settle it twice.
  expect(await settle(next, "late")).toEqual([]);
  expect(await stored()).toMatchObject([{ state: "done", at: null, lease: null, error: null }]);
});

test("lost rows are claimed after the others, one at a time", async () => {
  for (const id of ["a", "b", "c"]) await add(id);
  await claim(2);
  const query = { limit: 9, select };
  const now = after(LEASE_MS);
  const claimNext = () => claimIsolatingLost<Errand>(errands.db, TABLE, SHOP, query, now);
  expect(ids(await claimNext())).toEqual(["c"]);
  expect(ids(await claimNext())).toEqual(["a"]);
  expect(ids(await claimNext())).toEqual(["b"]);
  expect(await claimNext()).toEqual([]);
});

test("a failed row backs off, and is dead-lettered with its last error", async () => {
  await add("a");
  let now = NOW;
  for (const [attempts, wait] of [
    [1, 1_000],
    [2, 2_000],
  ] as const) {
    const row = await claimOne(now);
    await settle(row, `error ${attempts}`, now);
    const waitMs = retryAt(TABLE, row, now).getTime() - now.getTime();
    expect(waitMs).toBeGreaterThanOrEqual(wait / 2);
    expect(waitMs).toBeLessThanOrEqual(wait);
    expect(await claim(1, new Date(now.getTime() + waitMs - 1))).toEqual([]);
    now = new Date(now.getTime() + waitMs);
  }
  await settle(await claimOne(now), "the last error", now);
  expect(await stored()).toMatchObject([{ state: "dead", at: null, error: "the last error" }]);
  expect(await claim(1, after(1e9))).toEqual([]);
});

test("a row whose workers all crash is dead-lettered", async () => {
  await add("a");
  let now = NOW;
  for (let i = 0; i < MAX_ATTEMPTS; i++) {
    expect(await deadLetterLostRows(errands.db, TABLE, SHOP, now)).toBe(0);
    await claimOne(now);
    now = new Date(now.getTime() + LEASE_MS);
  }
  expect(await claim(1, now)).toEqual([]);
  expect(await deadLetterLostRows(errands.db, TABLE, SHOP, now)).toBe(1);
  expect(await stored()).toMatchObject([{ state: "dead", error: "its worker ended 3 times" }]);
});

test("a postponement leaves claimed rows alone, and the sweep finds shops with due rows", async () => {
  await add("a");
  await claimOne();
  await add("b");
  await add("other", 0, OTHER_SHOP);
  const due = () => readDueShops(errands.db, selectShopsWithDueRows(TABLE, NOW));
  expect(new Set(await due())).toEqual(new Set([SHOP, OTHER_SHOP]));
  const and = Prisma.sql`it.note like 'note%'`;
  const postponement = { until: after(5), lastError: "busy", and };
  await postponeDueRows(errands.db, TABLE, SHOP, postponement, NOW);
  expect(await stored()).toMatchObject([
    { id: "a", at: NOW, error: null },
    { id: "b", at: after(5), error: "busy" },
  ]);
  expect(await due()).toEqual([OTHER_SHOP]);
});
