import "./load-env";
import { openDatabase, type Database } from "~/db.server";
import { startDatabaseClock } from "~/lib/clock.server";
import { AppError } from "~/lib/errors";
import { ShopId } from "~/lib/shop-id";
import { parseMoveSettings } from "./cells/cell-settings";
import { createDirectory, placeShops } from "./cells/directory";
import { moveShop } from "./cells/move-shop";
import { runTool } from "./run-tool";

const USAGE = `npm run move-shop -- SHOP CELL          moves a shop to another cell, or continues an interrupted move
npm run move-shop -- --register CELL    places the shops of a cell that the directory does not know`;

/** Several readings of each router, and the requests that it had let through. */
const SETTLE_MS = 5_000;
/** A request may take 120 s (scripts/guarded-server.ts), and processes remember shops for 60 s. */
const GRACE_MS = 130_000;

const args = process.argv.slice(2);
const isRegistering = args[0] === "--register";
const [first = "", cell = "", ...rest] = isRegistering ? ["", ...args.slice(1)] : args;
const shopId = ShopId.safeParse(first).data;

if (cell === "" || rest.length > 0) fail(USAGE);
else if (isRegistering) await withCells((it) => register(cell, it));
else if (!shopId) fail(`${first} is no shop: name it as kettle.myshopify.com.`);
else {
  await withCells((it) => move(shopId, cell, it));
}

interface Cells {
  readonly directory: Database;
  readonly cells: ReadonlyMap<string, Database>;
}

async function move(shopId: ShopId, to: string, { directory, cells }: Cells): Promise<void> {
  const clock = await startDatabaseClock(directory.db);
  try {
    await moveShop(shopId, to, {
      directory: directory.db,
      cells: new Map([...cells].map(([name, { db }]) => [name, db])),
      now: () => clock.now(),
      report: (line) => console.log(line),
      settleMs: SETTLE_MS,
      graceMs: GRACE_MS,
    });
  } finally {
    clock.stop();
  }
}

async function register(name: string, { directory, cells }: Cells): Promise<void> {
  const found = cells.get(name);
  if (!found) throw new AppError("not_found", `KINDRED_CELL_DATABASES names no cell ${name}.`);
  const shops = await found.db.shop.findMany({ select: { shopId: true } });
  const shopIds = shops.map((it) => ShopId.parse(it.shopId));
  console.log(`${await placeShops(directory.db, shopIds, name)} of ${shopIds.length} shops placed`);
}

function withCells(work: (cells: Cells) => Promise<void>): Promise<void> {
  return runTool(async () => {
    const { directoryUrl, databases } = parseMoveSettings(process.env);
    const opened: Database[] = [];
    const open = async (url: string) => {
      const database = await openDatabase({ driver: "postgres", url, poolSize: 4 }, () => null);
      opened.push(database);
      return database;
    };
    try {
      const directory = await open(directoryUrl);
      await createDirectory(directory.db);
      const cells = new Map<string, Database>();
      for (const [name, url] of databases) cells.set(name, await open(url));
      await work({ directory, cells });
    } finally {
      await Promise.all(opened.map((it) => it.close()));
    }
  });
}

function fail(text: string): void {
  console.error(text);
  process.exitCode = 2;
}
