import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acrossShops, findScope, inShop } from "~/db-scope.server";
import type { Database, Db } from "~/db.server";
import {
  nextSuppressionEnds,
  selectShopsWithEndedSuppressions,
} from "~/delivery/suppressions/suppression-store.server";
import { Prisma } from "~/generated/prisma/client";
import { listDueShops } from "~/jobs/due-shops.server";
import type { Job } from "~/jobs/job.server";
import { sweep } from "~/jobs/sweep.server";
import type { ShopId } from "~/lib/shop-id";
import { createShop, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { propertyRuns } from "../support/property-runs";

const JOB: Job<object> = {
  name: "delivery.end-suppressions",
  selectDueShops: selectShopsWithEndedSuppressions,
  nextDueTimes: nextSuppressionEnds,
  run: () => Promise.resolve({ more: false }),
};

let database: Database;
let statements = 0;
beforeAll(async () => {
  database = await openTestDatabase(() => {
    statements += 1;
    return findScope();
  });
});
afterAll(() => database.close());
beforeEach(empty);

/** Two shops that were looked at, without a due row. */
async function empty() {
  const { db } = database;
  await db.suppression.deleteMany();
  await db.shop.deleteMany();
  await createShop(db, SHOP);
  await createShop(db, OTHER_SHOP);
  await db.due.deleteMany();
  await woken(NOW);
}

async function woken(now: Date, job = JOB): Promise<ShopId[]> {
  const shops: ShopId[] = [];
  const queue = {
    wakeAll(_name: string, shopIds: readonly ShopId[]) {
      shops.push(...shopIds);
      return Promise.resolve();
    },
  };
  await sweep(queue, [job], { db: database.db, now: () => now });
  return shops.toSorted();
}

/** The shops that a search of everything finds. */
const due = async (now: Date) =>
  (await listDueShops(database.db, [JOB], now)).map(({ shopId }) => shopId).toSorted();

const at = (hours: number) => hoursAgo(-hours);

const suppress = (db: Db, shopId: ShopId, expiresAt: Date | null, id = "a") =>
  db.$executeRaw`
    insert into suppression (shop_id, email_index, reason, created_at, expires_at)
    values (${shopId}, ${Buffer.from(id)}, 'manual', ${NOW}::timestamptz, ${expiresAt}::timestamptz)
    on conflict (shop_id, email_index, reason) do update set expires_at = excluded.expires_at`;

test("a sweep of shops without due rows is one statement", async () => {
  await suppress(database.db, SHOP, at(5));
  expect(await woken(at(1))).toEqual([]);
  statements = 0;
  expect(await woken(at(4))).toEqual([]);
  expect(statements).toBe(1);
  // Nothing was changed since.
  expect(await woken(at(5))).toEqual([SHOP]);
});

test("a shop is woken until its rows are no longer due", async () => {
  await suppress(database.db, SHOP, at(-1));
  expect(await woken(NOW)).toEqual([SHOP]);
  expect(await woken(NOW)).toEqual([SHOP]);
  await database.db.suppression.deleteMany();
  expect(await woken(NOW)).toEqual([]);
  expect(await database.db.due.count({ where: { shopId: SHOP } })).toBe(0);
});

test("the next times of shops with due rows are not read", async () => {
  let reads = 0;
  const counted: Job<object> = {
    ...JOB,
    nextDueTimes(now) {
      // The searches are also compared with those of the last release, by another time.
      if (now.getTime() === NOW.getTime()) reads += 1;
      return nextSuppressionEnds(now);
    },
  };
  await suppress(database.db, SHOP, at(-1));
  expect(await woken(NOW, counted)).toEqual([SHOP]);
  expect(reads).toBe(0);
  await suppress(database.db, OTHER_SHOP, at(5));
  expect(await woken(NOW, counted)).toEqual([SHOP]);
  expect(reads).toBe(1);
});

test("a change that is committed during a sweep is found by the next one", async () => {
  if (database.driver.kind === "pglite") return;
  const isWritten = Promise.withResolvers<undefined>();
  const maySettle = Promise.withResolvers<undefined>();
  // Its row of `due` is older than what the sweep replaces meanwhile.
  const slow = database.db.$transaction(async (tx) => {
    await suppress(tx, SHOP, at(-1));
    isWritten.resolve(undefined);
    await maySettle.promise;
  });
  await isWritten.promise;
  await suppress(database.db, SHOP, at(3), "b");
  expect(await woken(NOW)).toEqual([]);
  maySettle.resolve(undefined);
  await slow;
  expect(await woken(NOW)).toEqual([SHOP]);
});

test("sweeps at the same time find all shops", async () => {
  for (const shopId of [SHOP, OTHER_SHOP]) await suppress(database.db, shopId, at(-1));
  const found = await Promise.all([1, 2, 3].map(() => woken(NOW)));
  expect([...new Set(found.flat())].toSorted()).toEqual(await due(NOW));
  expect(await woken(NOW)).toEqual(await due(NOW));
});

test("wake-ups that were lost follow with the next sweep", async () => {
  await suppress(database.db, SHOP, at(-1));
  const wakeAll = () => Promise.reject(new Error("the process ended"));
  const swept = sweep({ wakeAll }, [JOB], { db: database.db, now: () => NOW });
  await expect(swept).rejects.toThrow("the process ended");
  expect(await woken(NOW)).toEqual([SHOP]);
});

test("all shops are looked at once the table was emptied, and by a release with other searches", async () => {
  await suppress(database.db, SHOP, at(-1));
  await database.db.$executeRaw`truncate due`;
  expect(await woken(NOW)).toEqual([SHOP]);

  const installed: Job<object> = {
    ...JOB,
    selectDueShops: () => Prisma.sql`select shop_id as "shopId" from shop`,
  };
  expect(await woken(NOW, installed)).toEqual([OTHER_SHOP, SHOP].toSorted());
});

test("a statement for one shop, one across shops and one that is undone mark what they change", async () => {
  const { db } = database;
  const marked = async () =>
    (await db.due.findMany({ select: { shopId: true } }))
      .map(({ shopId }) => shopId)
      .filter((it) => it.includes("."));
  await inShop(SHOP, () => suppress(db, SHOP, null));
  expect(await marked()).toEqual([SHOP]);
  await acrossShops("operate", () =>
    db.$transaction(async (tx) => {
      for (const shopId of [OTHER_SHOP, OTHER_SHOP]) await suppress(tx, shopId, null);
    }),
  );
  expect((await marked()).toSorted()).toEqual([OTHER_SHOP, SHOP].toSorted());
  const undone = db.$transaction(async (tx) => {
    await suppress(tx, SHOP, at(1));
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await marked()).toHaveLength(2);
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`savepoint before`;
    await suppress(tx, SHOP, at(1));
    await tx.$executeRaw`rollback to savepoint before`;
    await suppress(tx, SHOP, at(2));
  });
  expect(await marked()).toHaveLength(3);
});

const someShop = fc.constantFrom(SHOP, OTHER_SHOP);
const someHours = fc.integer({ min: -3, max: 3 });
const operation = fc.oneof(
  fc.record({
    kind: fc.constant("write" as const),
    shopId: someShop,
    id: fc.constantFrom("a", "b"),
    inHours: fc.option(someHours),
    isUndone: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("delete" as const), shopId: someShop }),
  fc.record({ kind: fc.constant("move" as const), shopId: someShop }),
  fc.record({ kind: fc.constant("crash" as const) }),
  fc.record({ kind: fc.constant("sweep" as const), afterHours: fc.integer({ min: 0, max: 2 }) }),
);

test("after any changes a sweep wakes the shops that a search of everything finds", async () => {
  const { db } = database;
  let found = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 20 }), async (operations) => {
      await empty();
      let hours = 0;
      for (const it of operations) {
        switch (it.kind) {
          case "write": {
            const when = it.inHours === null ? null : at(hours + it.inHours);
            const written = db.$transaction(async (tx) => {
              await suppress(tx, it.shopId, when, it.id);
              if (it.isUndone) throw new Error("undone");
            });
            await written.catch(() => undefined);
            break;
          }
          case "delete":
            await db.suppression.deleteMany({ where: { shopId: it.shopId } });
            break;
          case "move":
            await db.$executeRaw`
              update suppression set expires_at = expires_at + interval '1 hour'
              where shop_id = ${it.shopId}`;
            break;
          case "crash":
            await db.$executeRaw`truncate due`;
            break;
          case "sweep": {
            hours += it.afterHours;
            const expected = await due(at(hours));
            expect(await woken(at(hours))).toEqual(expected);
            found += expected.length;
          }
        }
      }
    }),
    { numRuns: propertyRuns(50) },
  );
  expect(found).toBeGreaterThan(0);
});
