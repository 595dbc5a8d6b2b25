import type { Page } from "playwright-core";
import { installFlowLibrary } from "~/flows/library/install-library.job.server";
import { ShopId } from "~/lib/shop-id";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { APP_KEY, freePort, startApp } from "../../../../test/support/app-process";
import { startLocalShopify } from "../../../../test/shopify/local-shopify";
import { findChromium, NO_BROWSER, openMerchantBrowser } from "../../../../test/support/browser";
import { smallStore } from "../../../../test/support/small-store";
import { quantile, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { createDatabase, type DatabaseName } from "../databases";
import { fillShop } from "../segments/fill-shop";
import { nthCustomerId } from "../segments/shop-rows";
import { observePage, type PageVitals } from "./observe-page";

const CUSTOMERS = 100_000;
/** The pages that a merchant uses daily. */
const PATHS = [
  "/app",
  "/app/flows",
  "/app/flows/abandoned-checkout",
  "/app/campaigns",
  "/app/segments",
  "/app/customers",
  `/app/customers/${nthCustomerId(1)}`,
  "/app/emails",
  "/app/outbox",
  "/app/reports",
  "/app/predictions",
  "/app/recommendations",
  "/app/settings",
];
/** Shopify's criterion: three visits in four. */
const GUIDE = { largestPaintMs: 2_500, layoutShift: 0.1, interactionMs: 200 };
const VISITS = 0.75;
/** Late content has loaded by then and caused its layout shifts. */
const SETTLE_MS = 1_500;
const LOADS_A_RUN = 3;

/** Core web vitals of the admin's pages on a large shop, in a browser, within the admin's iframe. */
export async function benchPages(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const name = databases.at(-1) ?? "PGlite";
  return measurePages(name, { customers: CUSTOMERS, loads: repeats * LOADS_A_RUN });
}

interface Trial {
  readonly customers: number;
  /** Number of measured visits per page. */
  readonly loads: number;
}

async function measurePages(name: DatabaseName, { customers, loads }: Trial): Promise<Table> {
  const title = "Pages of the admin on a large shop";
  const columns = ["", "LCP ms", "shift", "INP ms", "guide"];
  const chromium = findChromium();
  if (chromium === null) return { title, intro: [], columns, rows: [], notes: [NO_BROWSER] };

  const seed = smallStore();
  const shopId = ShopId.parse(seed.shop.domain);
  const database = await createDatabase(name);
  await database.use(async ({ db }) => {
    await fillShop(db, shopId, customers);
    await db.$transaction((tx) => installFlowLibrary(tx, shopId, new Date()));
  });
  const port = await freePort(4_600);
  const shopify = await startLocalShopify({
    seed,
    appUrl: `http://127.0.0.1:${port}`,
    apiKey: APP_KEY,
    apiSecret: loadOrCreateLocalSecret(database.dataFolder),
    tomlPath: "shopify.app.toml",
    startAt: new Date().toISOString(),
  });
  // Nothing else runs: the merchant waits for the page only.
  const env = { ...database.env, KINDRED_WORKER: "off" };
  const { dataFolder } = database;
  const app = await startApp({ port, dataFolder, shopify, clockFile: "", env });
  const browser = await openMerchantBrowser(chromium);
  try {
    await browser.page.addInitScript(observePage);
    const base = `${shopify.origin}/store/${shopify.shops[0]!.handle}/apps/kindred`;
    const rows: (string | number)[][] = [];
    for (const path of PATHS) {
      // The first visit fills the caches of the browser and the database.
      await visit(browser.page, base, path);
      const seen: PageVitals[] = [];
      for (let i = 0; i < loads; i++) seen.push(await visit(browser.page, base, path));
      rows.push(rowOf(path, seen));
    }
    return {
      title,
      intro: [
        `${name}, a shop of ${customers.toLocaleString("en-GB")} customers with ten events, two visits and two orders each. Each figure is that of three visits in four, of ${loads}, in Chromium on this machine, in the iframe of the local admin; the first visit does not count. INP is the slowest of five presses of the Tab key, a click on the heading and, if there is a field, one typed letter. Guide: Shopify's, LCP ${GUIDE.largestPaintMs} ms, shift ${GUIDE.layoutShift}, INP ${GUIDE.interactionMs} ms.`,
      ],
      columns,
      rows,
    };
  } finally {
    await browser.close();
    await app.kill("SIGTERM");
    await shopify.stop();
    await database.remove();
  }
}

function rowOf(path: string, seen: readonly PageVitals[]): (string | number)[] {
  const of = (name: keyof PageVitals) =>
    quantile(
      seen.map((it) => it[name]).sort((a, b) => a - b),
      VISITS,
    );
  const names = ["largestPaintMs", "layoutShift", "interactionMs"] as const;
  const isMet = names.every((name) => of(name) <= GUIDE[name]);
  return [path, ...names.map((name) => roundSignificant(of(name))), isMet ? "met" : "missed"];
}

/** A merchant's visit: opens the page, waits, and interacts. */
async function visit(page: Page, base: string, path: string): Promise<PageVitals> {
  await page.goto(base + path);
  const app = page.frameLocator("#app");
  const heading = app.locator("h1").first();
  await heading.waitFor();
  await page.waitForTimeout(SETTLE_MS);
  await heading.click();
  for (let i = 0; i < 5; i++) await page.keyboard.press("Tab");
  const field = app.locator("input[type=text]:visible, input[type=search]:visible").first();
  if ((await field.count()) > 0) await field.press("a");
  await page.waitForTimeout(SETTLE_MS / 3);
  const frame = page.frames().find((it) => it.parentFrame() !== null && it.url().includes("/app"));
  const seen = await frame?.evaluate(() => window.kindredVitals);
  if (!seen) throw new Error(`${path} did not open in the admin`);
  return seen;
}
