import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePrivateFolder } from "~/lib/private-folder.server";
import { createLife, type Life } from "../test/shopify/life/create-life";
import type { StoreSeed } from "../test/shopify/store-seed";
import { buildApp } from "./demo/build-app";
import { countResults } from "./demo/count-results";
import { playHistory } from "./demo/history/play-history";
import { live } from "./demo/live";
import { loadSeed } from "./demo/load-seed";
import { openStore, type OpenStore } from "./demo/open-store";
import { parseDemoOptions, USAGE, type DemoOptions } from "./demo/options";
import { createProgress } from "./demo/progress";
import { createReader } from "./demo/reader";
import { replay } from "./demo/replay";

/** Marks a folder as a demo's, so that it can be deleted. */
const MARK = "demo";
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

const startedAt = performance.now();
const progress = createProgress();

try {
  await demo(parseDemoOptions(process.argv.slice(2)));
} catch (error) {
  progress.step(wordsOf(error));
  if (error instanceof TypeError && error.cause === undefined) process.stderr.write(`\n${USAGE}\n`);
  process.exit(1);
}

/** The message with the cause that `fetch` hides behind "fetch failed". */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

async function demo(options: DemoOptions): Promise<void> {
  const loaded = await loadSeed(options, progress);
  progress.step("Building the app");
  const built = buildApp();
  // It is awaited when the app starts; until then nothing else needs it.
  built.catch(() => undefined);
  // A store of other files has its own past, without any email.
  const history = options.productsFile === null ? playHistory(loaded) : null;
  const seed = history?.seed ?? loaded;

  // Before the store is open there is nothing to close; the app ends with this process.
  for (const signal of SIGNALS) process.once(signal, endAtOnce);
  const dataFolder = options.check
    ? mkdtempSync(join(tmpdir(), "kindred-check-"))
    : emptyFolder(options.dataFolder);
  const store = await openStore(seed, history, dataFolder, progress, built);
  const life = createLife(seed);
  const reader = createReader(join(dataFolder, "outbox"), life, history?.receivedAtMs);

  if (options.check) return check(store, seed, reader, life, options);

  const stopping = new AbortController();
  for (const signal of SIGNALS) {
    process.off(signal, endAtOnce);
    process.once(signal, () => stopping.abort());
  }
  void store.app.exited.then((code) => {
    if (stopping.signal.aborted) return;
    progress.step(`Kindred ended by itself (${code}); its log is ${store.app.logFile}`);
    stopping.abort();
    process.exitCode = 1;
  });
  process.stdout.write(
    `\n  Open ${adminUrl(store)}\n  The storefront is at ${storefrontUrl(store)}\n\n`,
  );
  progress.step(
    `The store lives on: ${options.rate} seconds pass in it each second. Emails are in ${dataFolder}/outbox. Ctrl+C ends it.`,
  );
  await live(store, life, reader, options.rate, stopping.signal);
  progress.step("Closing");
  await store.stop();
}

function endAtOnce(): void {
  progress.step("Stopped before the store was open");
  process.exit(1);
}

async function check(
  store: OpenStore,
  seed: StoreSeed,
  reader: ReturnType<typeof createReader>,
  life: Life,
  { days }: DemoOptions,
): Promise<void> {
  try {
    const period = { from: new Date(seed.cutAt), days, timeZone: seed.shop.timeZone };
    await replay(store, life, reader, period, progress);
    await store.stop();
    const results = await countResults(join(store.dataFolder, "db"), store.shop);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    process.stdout.write(`${JSON.stringify({ seconds, ...results })}\n`);
  } catch (error) {
    progress.step(`The data of this run is kept in ${store.dataFolder}`);
    await store.app.kill("SIGKILL");
    throw error;
  }
  rmSync(store.dataFolder, { recursive: true });
  process.exit(0);
}

/** An empty folder for the demo. Deletes an earlier demo, but nothing else. */
function emptyFolder(folder: string): string {
  const mark = join(folder, MARK);
  if (existsSync(folder)) {
    if (!existsSync(mark)) {
      throw new Error(
        `${folder} holds data that is not a demo's. Move it away, or name another folder by --data.`,
      );
    }
    rmSync(folder, { recursive: true });
  }
  makePrivateFolder(folder);
  writeFileSync(mark, "The demo made this folder. The next demo removes it.\n");
  return folder;
}

function adminUrl({ shopify, shop }: OpenStore): string {
  return `${shopify.origin}/store/${shop.replace(".myshopify.com", "")}/apps/kindred`;
}

function storefrontUrl({ shopify, shop }: OpenStore): string {
  return shopify.shops.find(({ domain }) => domain === shop)?.storefrontUrl ?? shopify.origin;
}
