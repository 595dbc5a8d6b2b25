import type { Database } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { createDirectory, placeShops } from "../../scripts/cells/directory";
import { liftFences } from "../../scripts/cells/fence";
import { moveShop, type MoveDeps } from "../../scripts/cells/move-shop";
import {
  deleteShop,
  isAnyRowOf,
  listMovedTables,
  type ShopTable,
} from "../../scripts/cells/shop-rows";
import {
  copyEveryTable,
  fillEveryTable,
  listTables,
  rowsOf,
  WRITES_EVERY_TABLE,
} from "../stores/every-table";
import { NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openOwnDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";

/** More than are copied at once. */
const EVENTS = 1_001;

/** Two cells: the first has two shops with the same ids and the directory, the second another of the two. */
export interface TwoCells {
  readonly first: PrismaClient;
  readonly second: PrismaClient;
  readonly tables: readonly ShopTable[];
  /** The first shop's rows before a move, and those of the other shop in each cell. */
  readonly rows: Readonly<Record<"moved" | "firstOther" | "secondOther", Record<string, string>>>;
  readonly deps: MoveDeps;
  rowsOf(db: PrismaClient, shopId: typeof SHOP): Promise<Record<string, string>>;
  /** Puts the shop into the first cell, and nowhere else. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function openTwoCells(): Promise<TwoCells> {
  const opened: Database[] = [await openOwnDatabase(), await openOwnDatabase()];
  const [first, second] = opened.map(({ db }) => db) as [PrismaClient, PrismaClient];
  const { keyring } = createTestDeps();
  for (const db of [first, second]) {
    await db.$transaction((tx) => fillEveryTable(tx, SHOP, keyring), WRITES_EVERY_TABLE);
    await db.$transaction((tx) => copyEveryTable(tx, SHOP, OTHER_SHOP), WRITES_EVERY_TABLE);
    await db.shopRestore.updateMany({ data: { endedAt: NOW } });
  }
  await addEvents(first);
  const tables = await listMovedTables(first);
  await deleteShop(second, SHOP, tables);
  await createDirectory(first);
  await placeShops(first, [SHOP], "first");

  const names = (await listTables(first)).filter((name) => name !== "due");
  const read = (db: PrismaClient, shopId: typeof SHOP) => rowsOf(db, shopId, names);
  const rows = {
    moved: await read(first, SHOP),
    firstOther: await read(first, OTHER_SHOP),
    secondOther: await read(second, OTHER_SHOP),
  };

  const deps: MoveDeps = {
    directory: first,
    cells: new Map([
      ["first", first],
      ["second", second],
    ]),
    now: () => NOW,
    report: () => undefined,
    settleMs: 0,
    graceMs: 0,
  };

  return {
    ...{ first, second, tables, rows, deps, rowsOf: read },
    async reset() {
      const isBack = await isAnyRowOf(first, SHOP, tables);
      await first.$executeRaw`
        update kindred_directory.shop_cell set cell = ${isBack ? "first" : "second"}, moving_to = null`;
      if (isBack) await deleteShop(second, SHOP, tables);
      else await moveShop(SHOP, "first", deps);
      for (const db of [first, second]) {
        await liftFences(db, SHOP, { refusesInstallation: false });
      }
      await first.auditEntry.deleteMany({ where: { shopId: SHOP, action: "shop_moved" } });
      rows.moved = await read(first, SHOP);
    },
    async close() {
      for (const database of opened) await database.close();
    },
  };
}

/** Their numbers have more digits than JavaScript's. */
const addEvents = (db: PrismaClient) => db.$executeRaw`
  insert into event (shop_id, seq, source, source_id, kind, occurred_at, recorded_at, payload, sealed)
  select ${SHOP}, 9007199254740993 + number, 'pixel', 'many-' || number, 'page_viewed',
    ${NOW}::timestamptz, ${NOW}::timestamptz, jsonb_build_object('amount', 12345678901234567890.123),
    decode(md5(number::text), 'hex')
  from generate_series(1, ${EVENTS}) as number`;
