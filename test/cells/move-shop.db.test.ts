import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { acrossShops, inShop } from "~/db-scope.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { findPlacement } from "../../scripts/cells/directory";
import { moveShop } from "../../scripts/cells/move-shop";
import { isAnyRowOf } from "../../scripts/cells/shop-rows";
import { NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { overSeeds } from "../support/over-seeds";
import { Crash, crashAfter } from "./crash-after";
import { openTwoCells, type TwoCells } from "./two-cells";

let cells: TwoCells;
beforeAll(async () => {
  cells = await openTwoCells();
});
beforeEach(() => cells.reset());
afterAll(() => cells.close());

/** The shop's rows in a cell, without the entry about the move. */
async function movedRows(db: PrismaClient): Promise<Record<string, string>> {
  await db.auditEntry.deleteMany({ where: { shopId: SHOP, action: "shop_moved" } });
  return cells.rowsOf(db, SHOP);
}

/** Whether the cell's processes can write to the shop. Changes nothing. */
const isActive = (db: PrismaClient) =>
  inShop(SHOP, () => db.$executeRaw`update shop set name = name where shop_id = ${SHOP}`).then(
    (count) => count === 1,
    () => false,
  );

describe("moving a shop", () => {
  test("moves all of its rows, and nothing of another shop with the same ids", async () => {
    const { first, second, rows } = cells;
    expect(Object.entries(rows.moved).filter(([, text]) => text === "")).toEqual([]);
    await moveShop(SHOP, "second", cells.deps);
    expect(await second.auditEntry.findMany({ where: { action: "shop_moved" } })).toEqual([
      expect.objectContaining({ shopId: SHOP, detail: { from: "first", to: "second" } }),
    ]);
    expect(await movedRows(second)).toEqual(rows.moved);
    expect(await isAnyRowOf(first, SHOP, cells.tables)).toBe(false);
    expect(await cells.rowsOf(first, OTHER_SHOP)).toEqual(rows.firstOther);
    expect(await cells.rowsOf(second, OTHER_SHOP)).toEqual(rows.secondOther);
    const placement = await findPlacement(first, SHOP);
    expect(placement).toMatchObject({ cell: "second", movingTo: null });

    // A cursor would skip a new event with a lower number.
    const newest = () =>
      second.event.findFirst({ where: { shopId: SHOP }, orderBy: { seq: "desc" } });
    expect((await newest())?.seq).toBeGreaterThan(9_007_199_254_740_993n);
    await second.event.create({
      data: {
        ...{ shopId: SHOP, source: "pixel", sourceId: "later", kind: "page_viewed" },
        ...{ occurredAt: NOW, recordedAt: NOW, payload: {} },
      },
    });
    expect(await newest()).toMatchObject({ sourceId: "later" });
  });

  test("lets no cell work for it meanwhile, and loses no late write", async () => {
    const { first, second } = cells;
    const leaseUntil = new Date(NOW.getTime() + 60_000);
    await first.inboxEntry.updateMany({ where: { shopId: SHOP }, data: { leaseUntil } });
    const lease = (until: Date | null) =>
      inShop(SHOP, () =>
        first.inboxEntry.updateMany({ where: { shopId: SHOP }, data: { leaseUntil: until } }),
      );
    const inOther = { where: { shopId: OTHER_SHOP }, data: { name: "of another shop" } };
    const seen: unknown[] = [];
    const settling: Promise<void>[] = [];
    await moveShop(SHOP, "second", {
      ...cells.deps,
      async report(line) {
        if (line.startsWith("Waiting for work")) {
          // Not awaited: the move waits for it.
          const settle = async () => {
            await expect(lease(new Date(NOW.getTime() + 120_000))).rejects.toThrow();
            await lease(null);
          };
          settling.push(settle());
        } else if (line.startsWith("Copying")) {
          seen.push(await isActive(first), await isActive(second));
          for (const db of [first, second]) {
            seen.push(await acrossShops("find-due-shops", () => db.shop.count()));
          }
          seen.push(await inShop(OTHER_SHOP, () => first.shop.updateMany(inOther)));
        } else if (line.startsWith("Deleting") && seen.length === 5) {
          // Only the owner of the tables can.
          await first.cursor.updateMany({ where: { shopId: SHOP }, data: { seq: 41n } });
        }
      },
    });
    await Promise.all(settling);
    // Copied twice.
    const closed = [false, false, 1, 1, { count: 1 }];
    expect(seen).toEqual([...closed, ...closed]);
    expect(await second.inboxEntry.count({ where: { shopId: SHOP, leaseUntil } })).toBe(0);
    const cursors = await second.cursor.findMany({ where: { shopId: SHOP } });
    expect(new Set(cursors.map(({ seq }) => seq))).toEqual(new Set([41n]));
    expect([await isActive(first), await isActive(second)]).toEqual([false, true]);
  });
});

describe("an interrupted move", () => {
  overSeeds("leaves the shop complete in one cell, and goes on", { usual: 6 }, async (draw) => {
    const { deps } = cells;
    // Some of the first statements, some of the last: the copy of a table is one of about four hundred.
    const budget = { left: draw.chance(0.5) ? draw.between(0, 500) : draw.between(500, 1_200) };
    const dying = {
      ...deps,
      directory: crashAfter(deps.directory, budget),
      cells: new Map([...deps.cells].map(([name, db]) => [name, crashAfter(db, budget)])),
    };
    await moveShop(SHOP, "second", dying).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    const active = [await isActive(cells.first), await isActive(cells.second)];
    expect(active).not.toEqual([true, true]);
    const holders = [];
    for (const db of [cells.first, cells.second]) {
      if (same(await movedRows(db))) holders.push(db);
    }
    expect(holders.length).toBeGreaterThan(0);

    await moveShop(SHOP, "second", deps);
    expect(await movedRows(cells.second)).toEqual(cells.rows.moved);
    expect(await isAnyRowOf(cells.first, SHOP, cells.tables)).toBe(false);
    expect([await isActive(cells.first), await isActive(cells.second)]).toEqual([false, true]);
  });

  test("is taken back by a move to its own cell", async () => {
    const stopped = { ...cells.deps, report: failAt("Deleting") };
    await expect(moveShop(SHOP, "second", stopped)).rejects.toThrow(Crash);
    await expect(moveShop(SHOP, "third", cells.deps)).rejects.toThrow("is being moved to second");
    await moveShop(SHOP, "first", cells.deps);
    expect(await movedRows(cells.first)).toEqual(cells.rows.moved);
    expect(await isAnyRowOf(cells.second, SHOP, cells.tables)).toBe(false);
    expect([await isActive(cells.first), await isActive(cells.second)]).toEqual([true, false]);
  });

  const same = (rows: Record<string, string>) =>
    JSON.stringify(rows) === JSON.stringify(cells.rows.moved);
  const failAt = (step: string) => (line: string) => {
    if (line.startsWith(step)) throw new Crash(step);
  };
});

describe("a shop is not moved", () => {
  const isRefused = async (reason: string, to = "second") => {
    await expect(moveShop(SHOP, to, cells.deps)).rejects.toThrow(reason);
    expect(await isActive(cells.first)).toBe(true);
    expect(await findPlacement(cells.first, SHOP)).toMatchObject({ cell: "first", movingTo: null });
  };

  test("if the directory does not know it, or the cell", async () => {
    await expect(moveShop(OTHER_SHOP, "second", cells.deps)).rejects.toThrow("does not know");
    await isRefused("names no cell third", "third");
  });

  test("to a cell that holds rows of it", async () => {
    await cells.second.cursor.create({ data: { shopId: SHOP, consumer: "stray", seq: 1n } });
    await isRefused("holds rows of kettle.myshopify.com");
  });

  test("to a cell where its sender domain belongs to another shop", async () => {
    const { domain } = await cells.first.domainOwner.findFirstOrThrow({ where: { shopId: SHOP } });
    const taken = { domain, shopId: OTHER_SHOP, provedAt: NOW };
    await cells.second.domainOwner.create({ data: taken });
    await isRefused(`${domain} belongs to ${OTHER_SHOP}`);
    await cells.second.domainOwner.delete({ where: { domain } });
  });

  test("to a cell with other keys", async () => {
    const key = { purpose: "index", keyId: "index", fingerprint: "one", firstUsedAt: NOW };
    await cells.first.usedKey.create({ data: key });
    await cells.second.usedKey.create({ data: { ...key, fingerprint: "two" } });
    await isRefused("different index keys");
    for (const db of [cells.first, cells.second]) await db.usedKey.deleteMany();
  });

  test("while its email is held after a restore", async () => {
    await cells.first.shopRestore.updateMany({ where: { shopId: SHOP }, data: { endedAt: null } });
    await isRefused("is held after a restore");
    await cells.first.shopRestore.updateMany({ where: { shopId: SHOP }, data: { endedAt: NOW } });
  });
});
