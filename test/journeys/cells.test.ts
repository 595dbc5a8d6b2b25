import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openDatabase, type Database } from "~/db.server";
import { ShopId } from "~/lib/shop-id";
import { generateKeyringSecrets } from "~/privacy/keyring.server";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { createRouter } from "../../scripts/cells/create-router";
import { createDirectory, findPlacement } from "../../scripts/cells/directory";
import { moveShop } from "../../scripts/cells/move-shop";
import { startPlacements, type Placements } from "../../scripts/cells/placements";
import { createControlClient, type ControlClient } from "../shopify/control-client";
import type { LocalShopify } from "../shopify/local-shopify";
import { freePort, startApp, type AppProcess } from "../support/app-process";
import { copyPostgres } from "../support/copy-postgres";
import { createMerchant, type Merchant } from "../support/merchant";
import { SHORT_LIVED } from "../support/short-lived";
import { smallStore } from "../support/small-store";
import { assertNoLogLeaks, startShopifyFor } from "../support/stage";
import { step } from "../support/step";
import { waitFor } from "../support/wait-for";

const CELLS = ["first", "second"] as const;
type Cell = (typeof CELLS)[number];
/** A router reads the directory in between. */
const SETTLE_MS = 2_500;
const hasPostgres = inject("postgresUrl") !== "";

interface RunningCell {
  readonly app: AppProcess;
  readonly folder: string;
  readonly database: Database;
}

const cells = new Map<Cell, RunningCell>();
let placements: Placements;
let server: Server;
let shopify: LocalShopify;
let control: ControlClient;
let merchant: Merchant;
let shopId: ShopId;

beforeAll(async () => {
  if (!hasPostgres) return;
  const routerPort = await freePort();
  const folders = CELLS.map(() => mkdtempSync(join(tmpdir(), "kindred-cell-")));
  const [ofShopify = ""] = folders;
  const apiSecret = loadOrCreateLocalSecret(ofShopify);
  const keys = JSON.stringify(generateKeyringSecrets());
  shopify = await startShopifyFor(routerPort, [smallStore()], ofShopify);
  control = createControlClient(shopify.controlOrigin);
  await control.setClock({ rate: 0 });
  for (const [i, cell] of CELLS.entries()) {
    const folder = folders[i]!;
    const url = await copyPostgres(inject("postgresUrl"));
    const app = await startApp({
      ...{ port: await freePort(), dataFolder: folder, shopify, nodeOptions: SHORT_LIVED },
      clockFile: join(ofShopify, "clock.json"),
      env: {
        DATABASE_URL: url,
        KINDRED_WORKER: "on",
        SHOPIFY_APP_URL: `http://127.0.0.1:${routerPort}`,
        SHOPIFY_API_SECRET: apiSecret,
        KINDRED_KEYS: keys,
      },
    });
    const database = await openDatabase({ driver: "postgres", url, poolSize: 2 }, () => null);
    cells.set(cell, { app, folder, database });
  }
  const directory = dbOf("first");
  await createDirectory(directory);
  const log = { error: console.error, warn: console.error };
  placements = await startPlacements(directory, log);
  const route = createRouter({
    ...{ placements, defaultCell: "first", secrets: [apiSecret], log },
    cells: new Map([...cells].map(([cell, { app }]) => [cell, app.url])),
  });
  server = createServer((request, response) => void route(request, response));
  server.listen(routerPort, "127.0.0.1");
  await once(server, "listening");
  shopId = ShopId.parse(shopify.shops[0]!.domain);
  merchant = createMerchant(`http://127.0.0.1:${routerPort}`, control, shopId);
});

afterAll(async () => {
  if (!hasPostgres) return;
  server.closeAllConnections();
  server.close();
  await placements.stop();
  for (const { app, database } of cells.values()) {
    await app.kill("SIGKILL");
    await database.close();
  }
  await shopify.stop();
  for (const { app, folder } of cells.values()) {
    assertNoLogLeaks(readFileSync(app.logFile, "utf8"));
    rmSync(folder, { recursive: true });
  }
});

const dbOf = (cell: Cell) => cells.get(cell)!.database.db;

/** The cells that have an order of the shop. */
async function cellsWith(orderId: string): Promise<Cell[]> {
  const counts = await Promise.all(
    CELLS.map((cell) => dbOf(cell).order.count({ where: { shopId, orderId } })),
  );
  return CELLS.filter((_, i) => counts[i]! > 0);
}

async function placeOrder(orderId: string): Promise<void> {
  const token = `for-${orderId}`;
  const line = { productId: "1000003", variantId: "1000103", quantity: 1 };
  const checkout = { token, customerId: "1001000", lines: [line] };
  await control.play(
    shopId,
    [
      { kind: "checkout_created", checkout },
      { kind: "checkout_completed", token, orderId },
    ],
    { wait: true },
  );
  await merchant.waitUntilQuiet();
}

test.skipIf(!hasPostgres)(
  "a shop's webhooks and pages reach its cell, before and after it is moved",
  async () => {
    await step("a shop that installs the app is in the cell of new shops", async () => {
      await merchant.open();
      await merchant.waitForImport();
      expect(await findPlacement(dbOf("first"), shopId)).toMatchObject({ cell: "first" });
      expect(await dbOf("second").shop.count()).toBe(0);
    });

    await step("a webhook reaches it", async () => {
      await placeOrder("8001");
      expect(await cellsWith("8001")).toEqual(["first"]);
    });

    await step("after a move, webhooks and pages reach the other cell", async () => {
      const { now } = await control.clock();
      await moveShop(shopId, "second", {
        directory: dbOf("first"),
        cells: new Map(CELLS.map((cell) => [cell, dbOf(cell)])),
        now: () => new Date(now),
        report: () => undefined,
        ...{ settleMs: SETTLE_MS, graceMs: SETTLE_MS },
      });
      expect(await dbOf("first").shop.count()).toBe(0);
      expect(await cellsWith("8001")).toEqual(["second"]);

      // On a busy machine the router may read the end of the move later than the move waits for it.
      await waitFor("the router to know the new cell", () => {
        const isMoved = placements.find(shopId)?.cell === "second" && !placements.isAnyMoving();
        return isMoved || null;
      });
      await placeOrder("8002");
      expect(await cellsWith("8002")).toEqual(["second"]);
      expect((await merchant.get("/app/customers/1001000")).status).toBe(200);
      expect(await dbOf("first").shop.count()).toBe(0);
    });
  },
);
