import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { READ_ACROSS_SHOPS, TABLES_WITHOUT_SHOP } from "~/db-policies.server";
import { acrossShops, beforeShop, enterShop, inShop, requireScope } from "~/db-scope.server";
import type { Database, Tx } from "~/db.server";
import { streamCsv } from "~/http/stream-csv.server";
import { listDueShops, listShopsDueSince } from "~/jobs/due-shops.server";
import { JOBS } from "~/job-registry.server";
import { ACROSS_SHOPS } from "~/lib/across-shops";
import { NOW, OTHER_SHOP as OTHER, SHOP as OWN } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { storeRows } from "../support/store-rows";
import {
  copyEveryTable,
  fillEveryTable,
  listTables,
  rowsOf,
  WRITES_EVERY_TABLE,
} from "../stores/every-table";

let database: Database;
let db: Database["db"];
let tables: string[];

beforeAll(async () => {
  database = await openTestDatabase();
  ({ db } = database);
  await db.$transaction(
    (tx) => fillEveryTable(tx, OWN, createTestDeps().keyring),
    WRITES_EVERY_TABLE,
  );
  await db.$transaction((tx) => copyEveryTable(tx, OWN, OTHER), WRITES_EVERY_TABLE);
  tables = await listTables(db);
});
afterAll(() => database.close());

class RolledBack extends Error {}

/** Runs work for the own shop, in a transaction that is rolled back. */
async function tryOut(work: (tx: Tx) => Promise<void>): Promise<void> {
  const tried = inShop(OWN, () =>
    db.$transaction(async (tx) => {
      await work(tx);
      throw new RolledBack();
    }),
  );
  await expect(tried).rejects.toThrow(RolledBack);
}

const entry = (shopId: string) => ({ shopId, at: NOW, actor: "kindred", action: "settings_saved" });
const findShops = (tx: Tx = db) =>
  tx.shop.findMany({ select: { shopId: true }, orderBy: { shopId: "asc" } });
async function* listShops() {
  for (let i = 0; i < 2; i++) yield (await findShops()).map(({ shopId }) => `${shopId}\n`).join("");
}
/** Queries that Prisma may batch with others of the same tick. */
const findSettings = (shopId: string) =>
  db.settings.findUnique({ where: { shopId }, select: { shopId: true } });
const OF_OWN = { shopId: OWN };

describe("the catalog", () => {
  test("has a policy for every table with a shop, and lists every other table", async () => {
    const found = await db.$queryRaw<
      { name: string; hasShop: boolean; isGuarded: boolean; policies: string[] }[]
    >`
      select relname as name, relrowsecurity as "isGuarded",
        exists (select from pg_attribute where attrelid = c.oid and attname = 'shop_id') as "hasShop",
        array(
          select concat_ws(' ', polname, polcmd, pg_get_expr(polqual, polrelid), polroles::regrole[])
          from pg_policy where polrelid = c.oid order by polname) as policies
      from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
    const [guarded = [], others = []] = [true, false].map((hasShop) =>
      found.filter((table) => table.hasShop === hasShop),
    );
    expect(others.map(({ name }) => name).sort()).toEqual(Object.keys(TABLES_WITHOUT_SHOP).sort());
    expect(guarded.length).toBeGreaterThan(60);
    for (const { name, isGuarded, policies } of guarded) {
      expect({ name, isGuarded, policies }).toEqual({
        name,
        isGuarded: true,
        policies: [
          "across_shops * true {kindred_across_shops}",
          "own_shop * (shop_id = current_setting('kindred.shop'::text, true)) {kindred_shop}",
          ...(READ_ACROSS_SHOPS.includes(name) ? ["read_across_shops r true {kindred_shop}"] : []),
        ],
      });
    }
  });

  test("has two roles that own nothing, bypass no policy and cannot log in", async () => {
    const roles = await db.$queryRaw`
      select rolname as name, rolsuper or rolbypassrls or rolcanlogin or rolcreaterole as "isMore",
        exists (select from pg_class where relowner = pg_roles.oid) as "isOwner"
      from pg_roles where starts_with(rolname, 'kindred_') order by 1`;
    expect(roles).toEqual([
      { name: "kindred_across_shops", isMore: false, isOwner: false },
      { name: "kindred_shop", isMore: false, isOwner: false },
    ]);
  });
});

describe("an incorrect statement for one shop", () => {
  test("reads only that shop's rows, in every table", async () => {
    for (const table of tables.filter((name) => !READ_ACROSS_SHOPS.includes(name))) {
      const rows = await inShop(OWN, () =>
        db.$queryRawUnsafe(`select distinct shop_id as "shopId" from "${table}"`),
      );
      expect({ table, rows }).toEqual({ table, rows: [OF_OWN] });
    }
  });

  test("changes and deletes only that shop's rows, in every table", async () => {
    for (const table of tables) {
      const [own] = await db.$queryRawUnsafe<{ rows: number }[]>(
        `select count(*)::int as rows from "${table}" where shop_id = $1`,
        OWN,
      );
      await tryOut(async (tx) => {
        const updated = await tx.$executeRawUnsafe(`update "${table}" set shop_id = shop_id`);
        const deleted = await tx.$executeRawUnsafe(`delete from "${table}"`);
        expect({ table, updated, deleted }).toEqual({
          table,
          updated: own?.rows,
          deleted: own?.rows,
        });
      });
    }
  });

  test("cannot assign a row to another shop, in any table", async () => {
    for (const table of tables) {
      const given = inShop(OWN, () =>
        db.$executeRawUnsafe(`update "${table}" set shop_id = $1`, OTHER),
      );
      await expect(given, table).rejects.toThrow(/row-level security policy/);
    }
    const data = { ...entry(OTHER), auditId: "planted" };
    const created = inShop(OWN, () => db.auditEntry.createMany({ data: [data] }));
    await expect(created).rejects.toThrow(/row-level security policy/);
  });

  test("has no further access by Prisma or by a join", async () => {
    await tryOut(async (tx) => {
      expect(await findShops(tx)).toEqual([OF_OWN]);
      expect(
        await tx.$queryRaw`
          select distinct one.shop_id as "one", other.shop_id as "other"
          from profile one join audit_entry other on true`,
      ).toEqual([{ one: OWN, other: OWN }]);
      expect(await tx.profile.findFirst({ where: { shopId: OTHER } })).toBeNull();
      expect(await tx.shop.updateMany({ data: { name: "wrong" } })).toEqual({ count: 1 });
      expect(await tx.shop.deleteMany({})).toEqual({ count: 1 });
    });
    expect(await findShops()).toEqual([OF_OWN, { shopId: OTHER }]);
  });
});

describe("a shop scope", () => {
  test("is required: without one a statement is refused, in and out of a transaction", async () => {
    const refused = /says neither its shop nor why/;
    await expect(beforeShop(() => findShops())).rejects.toThrow(refused);
    await expect(beforeShop(() => findSettings(OWN))).rejects.toThrow(refused);
    await expect(beforeShop(() => db.$transaction((tx) => findShops(tx)))).rejects.toThrow(refused);
    expect(requireScope).toThrow(refused);
  });

  test("is entered once by a request, which cannot enter another shop", async () => {
    await beforeShop(async () => {
      enterShop(OWN);
      enterShop(OWN);
      expect(await findShops()).toEqual([OF_OWN]);
      expect(() => enterShop(OTHER)).toThrow(`A request of ${OWN} cannot speak for ${OTHER}`);
      expect(await findShops()).toEqual([OF_OWN]);
    });
  });

  test("lasts until a file is sent, after the request was answered", async () => {
    const answer = await beforeShop(() => {
      enterShop(OWN);
      return streamCsv(listShops(), "shops.csv");
    });
    expect(await answer.text()).toBe(`${OWN}\n${OWN}\n`);
  });

  test("is separate from another one in the same tick", async () => {
    // In both orders, since Prisma runs a batch in the scope of the first query.
    for (const shops of [
      [OWN, OTHER, OWN],
      [OTHER, OWN, OTHER],
    ]) {
      const found = await Promise.all(
        shops.flatMap((shopId) => [
          inShop(shopId, () => findSettings(shopId)),
          inShop(shopId, () => db.shop.findUnique({ where: { shopId }, select: { shopId: true } })),
          inShop(shopId, async () => (await findShops())[0]),
        ]),
      );
      expect(found).toEqual(shops.flatMap((shopId) => [{ shopId }, { shopId }, { shopId }]));
      const across = await acrossShops("operate", () =>
        Promise.all([OWN, OTHER, OWN].map(findSettings)),
      );
      expect(across).toEqual([OF_OWN, { shopId: OTHER }, OF_OWN]);
    }
  });

  test("stays with a transaction until it ends, with any concurrent or nested statement", async () => {
    const [inTransaction, beside] = await Promise.all([
      inShop(OWN, () =>
        db.$transaction(async (tx) => {
          const first = await findShops(tx);
          const within = await inShop(OTHER, () => findShops(tx));
          return [...first, ...within, ...(await findShops(tx))];
        }),
      ),
      inShop(OTHER, () => findShops()),
    ]);
    expect(inTransaction).toEqual([OF_OWN, OF_OWN, OF_OWN]);
    expect(beside).toEqual([{ shopId: OTHER }]);
    const isolated = inShop(OWN, () =>
      db.$transaction((tx) => findShops(tx), { isolationLevel: "RepeatableRead" }),
    );
    expect(await isolated).toEqual([OF_OWN]);
  });

  test("ends with its statement, also with a failed one, and leaves nothing on the connection", async () => {
    const divide = (tx: Tx) => tx.$queryRaw`select 1 / (select count(*) - 1 from shop)`;
    for (const shopId of [OWN, OTHER]) {
      await expect(inShop(shopId, () => divide(db))).rejects.toThrow(/division by zero/);
      await expect(inShop(shopId, () => db.$transaction(divide))).rejects.toThrow(
        /division by zero/,
      );
      expect(await inShop(shopId, () => findShops())).toEqual([{ shopId }]);
    }
    // More at once than the pool has connections, so that each is released and reused.
    const found = await Promise.all(
      Array.from({ length: 40 }, (_, i) => {
        if (i % 4 === 3) return db.$queryRaw`select current_setting('kindred.shop', true) as shop`;
        const shopId = i % 2 === 0 ? OWN : OTHER;
        return inShop(shopId, () =>
          i % 4 === 2 ? db.$transaction((tx) => findShops(tx)) : findShops(),
        );
      }),
    );
    for (const [i, rows] of found.entries()) {
      if (i % 4 === 3) expect((rows as { shop: string | null }[])[0]?.shop || null).toBeNull();
      else expect(rows).toEqual([{ shopId: i % 2 === 0 ? OWN : OTHER }]);
    }
    const [ended] = await db.$queryRaw<{ isOwner: boolean }[]>`
      select current_user = session_user as "isOwner"`;
    expect(ended).toEqual({ isOwner: true });
  });
});

describe("work across shops", () => {
  test("sees the rows of all shops", async () => {
    expect(await acrossShops("operate", () => findShops())).toEqual([OF_OWN, { shopId: OTHER }]);
  });

  test("is limited to the listed reasons", () => {
    const sources = ["app", "scripts"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((path) => /\.tsx?$/.test(path) && !path.startsWith("generated"))
        .map((path) => readFileSync(`${folder}/${path}`, "utf8")),
    );
    const used = sources.flatMap((source) =>
      [...source.matchAll(/acrossShops\(\s*"([^"]+)"|^ {4}reason: "([a-z-]+)",$/gm)].map(
        ([, called, batched]) => called ?? batched,
      ),
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(ACROSS_SHOPS).sort());
  });
});

test("every job works for one shop and changes nothing in another", async ({ onTestFinished }) => {
  // The other tests read the rows of the own shop, too.
  onTestFinished(await storeRows(db));
  const deps = {
    ...createTestDeps(),
    db,
    lookUpTxt: () => Promise.resolve({ kind: "unavailable" }),
  };
  // Without a session there is no wait for Shopify.
  await db.shopifySession.deleteMany({ where: OF_OWN });
  const before = await rowsOf(db, OTHER, tables);
  const refused: string[] = [];
  for (const job of JOBS) {
    await listDueShops(db, [job], NOW);
    await listShopsDueSince(db, [job], { after: NOW, upTo: NOW });
    // Artificial rows and half of its dependencies are not enough for each job, so only its access is checked.
    await job.run(OWN, deps as never, new AbortController().signal).catch((error: unknown) => {
      if (REFUSED.test(String(error))) refused.push(`${job.name}: ${String(error)}`);
    });
  }
  expect(refused).toEqual([]);
  expect(await rowsOf(db, OTHER, tables)).toEqual(before);
});

const REFUSED = /permission denied|row-level security|says neither/;
