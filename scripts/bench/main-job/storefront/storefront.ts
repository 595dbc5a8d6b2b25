import type { BrowserContext, CDPSession } from "playwright-core";
import { builtPixel } from "../../../../test/shopify/storefront/pixel/built-pixel";
import { findChromium, NO_BROWSER, openMerchantBrowser } from "../../../../test/support/browser";
import { openShopperBrowser } from "../../../../test/support/shopper";
import { openStage } from "../../../../test/support/stage";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { pagePoints, type PageFigures } from "./page-points";

/** The pages that Shopify weighs in judging an app's storefront cost (shopify.dev, storefront performance). */
const PAGES = {
  home: { path: "/", weight: 0.17 },
  product: { path: "/products/stoneware-teapot", weight: 0.4 },
  collection: { path: "/collections/all", weight: 0.43 },
} as const;
type PageName = keyof typeof PAGES;
const PAGE_NAMES = Object.keys(PAGES) as PageName[];

/** Lighthouse's phone: slow 4G, and a processor four times slower. */
const NETWORK = { latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 };
const CPU_SLOWDOWN = 4;
/** After the page has loaded: the blocks' products and their layout shifts have occurred by then. */
const SETTLE_MS = 2_500;
const LOADS_EACH = 5;
const MAX_POINTS_LOST = 10;

interface Loaded extends PageFigures {
  readonly kilobytes: number;
  readonly requests: number;
  readonly mainThreadMs: number;
}

/** Cost of the pixel and the theme's blocks for a shopper: the local storefront with and without them. */
export async function benchStorefront(): Promise<Table> {
  const chromium = findChromium();
  const title = "What the storefront costs";
  const columns = ["", "kB", "requests", "main thread ms", "LCP ms", "shift", "points", "guide"];
  if (chromium === null) return { title, intro: [], columns, rows: [], notes: [NO_BROWSER] };

  builtPixel();
  const stage = await openStage({ flows: [] });
  const merchant = await openMerchantBrowser(chromium);
  try {
    const shop = stage.shops[0]!;
    const home = stage.storefrontUrl;
    const shopper = await openShopperBrowser(merchant);
    await shopper.page.goto(home);
    await shopper.page.getByRole("button", { name: "Accept" }).click();
    const withIt = await loadPages(shopper.context, home);
    await stage.control.uninstall(shop);
    await stage.control.placeBlocks(shop, []);
    const without = await loadPages(shopper.context, home);

    const rows = PAGE_NAMES.flatMap((name) => [
      rowOf(`${name}, without`, without[name], ""),
      rowOf(`${name}, with Kindred`, withIt[name], ""),
    ]);
    const lost = PAGE_NAMES.reduce(
      (sum, name) =>
        sum + PAGES[name].weight * (pagePoints(without[name]) - pagePoints(withIt[name])),
      0,
    );
    rows.push([
      "points lost, weighted",
      ...["", "", "", "", ""],
      roundSignificant(Math.max(0, lost)),
      lost <= MAX_POINTS_LOST ? "met" : "missed",
    ]);
    return {
      title,
      intro: [
        `Pages of the local storefront in Chromium, under Lighthouse's phone conditions (150 ms away, 1.6 Mbit/s, a processor four times as slow, an empty cache), after the visitor has consented; each figure is the median of ${LOADS_EACH} loads. “With Kindred” includes the pixel, the embed, the sign-up form on every page, and recommended products and notify-me on a product’s. The points are Lighthouse’s score for these figures, without its speed index. Guide: at most ${MAX_POINTS_LOST} points lost, with weights of 17 % for the home page, 40 % for a product and 43 % for a collection.`,
      ],
      columns,
      rows,
    };
  } finally {
    await merchant.close();
    await stage.close();
  }
}

function rowOf(what: string, loaded: Loaded, guide: string): (string | number)[] {
  const { kilobytes, requests, mainThreadMs, largestPaintMs, layoutShift } = loaded;
  return [
    what,
    roundSignificant(kilobytes),
    requests,
    roundSignificant(mainThreadMs),
    roundSignificant(largestPaintMs),
    roundSignificant(layoutShift),
    roundSignificant(pagePoints(loaded)),
    guide,
  ];
}

async function loadPages(context: BrowserContext, home: string): Promise<Record<PageName, Loaded>> {
  const loads: Record<PageName, Loaded[]> = { home: [], product: [], collection: [] };
  for (let i = 0; i < LOADS_EACH; i++) {
    for (const name of PAGE_NAMES) loads[name].push(await load(context, home + PAGES[name].path));
  }
  return {
    home: medianOf(loads.home),
    product: medianOf(loads.product),
    collection: medianOf(loads.collection),
  };
}

function medianOf(loads: readonly Loaded[]): Loaded {
  const of = (name: keyof Loaded) => median(loads.map((it) => it[name]));
  return {
    kilobytes: of("kilobytes"),
    requests: of("requests"),
    mainThreadMs: of("mainThreadMs"),
    firstPaintMs: of("firstPaintMs"),
    largestPaintMs: of("largestPaintMs"),
    blockedMs: of("blockedMs"),
    layoutShift: of("layoutShift"),
  };
}

/** One load in its own tab, without a cache. */
async function load(context: BrowserContext, url: string): Promise<Loaded> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await session.send("Network.emulateNetworkConditions", { offline: false, ...NETWORK });
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  await session.send("Performance.enable");
  const wire = countWire(session);
  await page.addInitScript(observe);
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(SETTLE_MS);
  const seen = await page.evaluate(() => window.kindredTimings);
  const { metrics } = await session.send("Performance.getMetrics");
  await page.close();
  const taskSeconds = metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
  return { ...wire(), ...seen, mainThreadMs: 1_000 * taskSeconds };
}

function countWire(session: CDPSession): () => Pick<Loaded, "kilobytes" | "requests"> {
  let bytes = 0;
  let requests = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  return () => ({ kilobytes: bytes / 1_024, requests });
}

declare global {
  interface Window {
    kindredTimings: { -readonly [K in keyof PageFigures]: PageFigures[K] };
  }
}

/**
 * Runs before the page's own scripts: collects the browser's performance entries. Its functions have no names,
 * because the loader of this file would wrap those in a helper that the page lacks.
 */
function observe(): void {
  const seen = { firstPaintMs: 0, largestPaintMs: 0, blockedMs: 0, layoutShift: 0 };
  window.kindredTimings = seen;
  for (const type of ["paint", "largest-contentful-paint", "longtask", "layout-shift"]) {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { name, startTime, duration } = entry;
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (name === "first-contentful-paint") seen.firstPaintMs = startTime;
        else if (type === "largest-contentful-paint") seen.largestPaintMs = startTime;
        else if (type === "longtask") seen.blockedMs += duration - 50;
        else if (type === "layout-shift" && !shift.hadRecentInput) seen.layoutShift += shift.value;
      }
    }).observe({ type, buffered: true });
  }
}
