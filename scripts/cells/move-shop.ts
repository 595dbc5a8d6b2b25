import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { checkMovable } from "./check-movable";
import { beginMove, endMove, findPlacement, type Placement } from "./directory";
import { liftFences, listLeasedTables, raiseFence, waitForLeases } from "./fence";
import {
  copyShop,
  deleteExactly,
  deleteShop,
  isAnyRowOf,
  listMovedTables,
  LONG_TRANSACTION,
  readContent,
  type ShopTable,
} from "./shop-rows";

export interface MoveDeps {
  readonly directory: Db;
  /** The databases of all cells, opened as their owner. */
  readonly cells: ReadonlyMap<string, PrismaClient>;
  /** The time of the cells' leases. */
  readonly now: () => Date;
  /** Says what is done next. */
  readonly report: (line: string) => unknown;
  /** Until every router has read that the shop is being moved, and answered what it had let through. */
  readonly settleMs: number;
  /** Until no request that a router had let through, and no cache of a process, can still concern the shop. */
  readonly graceMs: number;
}

/** A move under way. */
interface Move {
  readonly shopId: ShopId;
  readonly source: PrismaClient;
  readonly target: PrismaClient;
  readonly tables: readonly ShopTable[];
}

/** Only the owner of the tables can write to a fenced shop, so a second attempt is rare. */
const MAX_COPIES = 3;

/**
 * Moves a shop to another cell. Interrupted at any point, it goes on when it is called again: the shop's rows are complete
 * in the source until they are deleted there, in one transaction, and complete in the target from then on. No cell
 * works for the shop meanwhile. Called with the source's own cell, it takes an interrupted move back.
 *
 * @throws AppError if the shop cannot be moved; it then stays where it was
 */
export async function moveShop(shopId: ShopId, to: string, deps: MoveDeps): Promise<void> {
  const { directory, report } = deps;
  const placement = await findPlacement(directory, shopId);
  if (!placement) {
    throw new AppError(
      "not_found",
      `The directory does not know ${shopId}. Register the shops of its cell first: move-shop --register CELL.`,
    );
  }
  const { cell, movingTo } = placement;
  if (to === cell) {
    await (movingTo === null ? tidyUp(placement, deps) : takeBack(placement, movingTo, deps));
    return;
  }
  if (movingTo !== null && movingTo !== to) {
    throw new AppError("conflict", `${shopId} is being moved to ${movingTo}: finish that first.`);
  }

  const move: Move = {
    ...{ shopId, source: cellOf(deps, cell), target: cellOf(deps, to) },
    tables: await listMovedTables(cellOf(deps, cell)),
  };
  await checkMovable(move, { isContinued: movingTo !== null });
  const begun = await beginMove(directory, placement, to);
  if (!begun) throw new AppError("conflict", `${shopId} was moved by another command meanwhile.`);
  await report(`Routers refuse requests of ${shopId} from now on`);
  await pause(deps.settleMs);

  // A move that goes on after the deletion must not close the target, which may work already.
  if (movingTo === null || (await isAnyRowOf(move.source, shopId, move.tables))) {
    await closeCells(move, deps);
  }
  for (let copies = 0; await isAnyRowOf(move.source, shopId, move.tables); copies++) {
    if (copies === MAX_COPIES) {
      throw new AppError("conflict", `Rows of ${shopId} changed in ${cell} with each copy.`);
    }
    await report(`Copying ${shopId} from ${cell} to ${to}`);
    if (await copyAgain(move)) await report(`Deleting ${shopId} in ${cell}`);
    await deleteCopied(move);
  }

  await recordAudit(move.target, shopId, {
    auditId: `shop-moved/${begun.movingSince?.toISOString()}`,
    at: deps.now(),
    actor: "kindred",
    action: "shop_moved",
    detail: { from: cell, to },
  });
  await liftFences(move.target, shopId, { refusesInstallation: false });
  await endMove(directory, shopId, to);
  await report(`${to} works for ${shopId}. Waiting until nothing of it is under way to ${cell}`);
  await pause(deps.graceMs);
  await liftFences(move.source, shopId, { refusesInstallation: true });
}

/** Keeps both cells from working for the shop, after what has begun there has been settled. */
async function closeCells(
  { shopId, source, target, tables }: Move,
  { now, report }: MoveDeps,
): Promise<void> {
  const names = tables.map(({ name }) => name);
  await raiseFence(target, shopId, "writes", names);
  const leased = await listLeasedTables(source);
  await raiseFence(source, shopId, "leases", leased);
  await report("Waiting for work under way");
  await waitForLeases(source, shopId, leased, now);
  await raiseFence(source, shopId, "writes", names);
}

/** @returns false if another command has deleted the source's rows, whose copy is then the only one */
async function copyAgain({ shopId, source, target, tables }: Move): Promise<boolean> {
  const isCleared = await whileSourceStays(source, shopId, async (tx) => {
    if (!(await isAnyRowOf(tx, shopId, tables))) return false;
    await deleteShop(target, shopId, tables);
    return true;
  });
  if (isCleared) await copyShop(source, target, shopId, tables);
  return isCleared;
}

/** Deletes what the source holds if it is exactly what the target holds; otherwise nothing. */
async function deleteCopied({ shopId, source, target, tables }: Move): Promise<void> {
  try {
    await whileSourceStays(source, shopId, async (tx) => {
      // Read under the lock, so that no other command deletes the copy before this deletion is committed.
      if (!(await isAnyRowOf(tx, shopId, tables))) return;
      await deleteExactly(tx, shopId, tables, await readContent(target, shopId, tables));
    });
  } catch (error) {
    // Rolled back: it is copied again.
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
  }
}

/** A transaction of the source in which no other command deletes the shop's rows there, or their copy. */
function whileSourceStays<T>(
  source: PrismaClient,
  shopId: ShopId,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return source.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`move ${shopId}`}, 0))`;
    return work(tx);
  }, LONG_TRANSACTION);
}

/** Ends a move before the source's rows were deleted: the source works for the shop again. */
async function takeBack(placement: Placement, movingTo: string, deps: MoveDeps): Promise<void> {
  const { shopId, cell } = placement;
  const [source, target] = [cellOf(deps, cell), cellOf(deps, movingTo)];
  const tables = await listMovedTables(source);
  const isHeld = await whileSourceStays(source, shopId, async (tx) => {
    if (!(await isAnyRowOf(tx, shopId, tables))) return false;
    await deleteShop(target, shopId, tables);
    return true;
  });
  if (!isHeld) {
    throw new AppError(
      "conflict",
      `${shopId} is in ${movingTo} already: finish the move, then move it back.`,
    );
  }
  await liftFences(target, shopId, { refusesInstallation: true });
  await liftFences(source, shopId, { refusesInstallation: false });
  await endMove(deps.directory, shopId, cell);
  await deps.report(`${cell} works for ${shopId} again`);
}

/** Removes the fences that an interrupted command left. */
async function tidyUp({ shopId, cell }: Placement, deps: MoveDeps): Promise<void> {
  const tables = await listMovedTables(cellOf(deps, cell));
  for (const [name, db] of deps.cells) {
    if (name === cell) continue;
    if (await isAnyRowOf(db, shopId, tables)) {
      throw new AppError("conflict", `${shopId} is in ${cell}, but ${name} holds rows of it, too.`);
    }
    await liftFences(db, shopId, { refusesInstallation: true });
  }
  await liftFences(cellOf(deps, cell), shopId, { refusesInstallation: false });
  await deps.report(`${shopId} is in ${cell}`);
}

function cellOf({ cells }: Pick<MoveDeps, "cells">, name: string): PrismaClient {
  const found = cells.get(name);
  if (found) return found;
  throw new AppError("not_found", `KINDRED_CELL_DATABASES names no cell ${name}.`);
}
