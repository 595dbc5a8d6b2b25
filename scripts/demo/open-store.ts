import { join } from "node:path";
import { makePrivateFolder } from "~/lib/private-folder.server";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { APP_KEY, freePort, startApp, type AppProcess } from "../../test/support/app-process";
import { createMerchant, type Merchant } from "../../test/support/merchant";
import { createControlClient, type ControlClient } from "../../test/shopify/control-client";
import { startLocalShopify, type LocalShopify } from "../../test/shopify/local-shopify";
import type { StoreSeed } from "../../test/shopify/store-seed";
import type { History } from "./history/history";
import { loadHistory } from "./history/load-history";
import type { Progress } from "./progress";

export interface OpenStore {
  readonly shopify: LocalShopify;
  readonly control: ControlClient;
  readonly app: AppProcess;
  readonly merchant: Merchant;
  readonly shop: string;
  readonly dataFolder: string;
  stop(): Promise<void>;
}

const SHOPIFY_PORT = 3456;
const APP_PORT = 3457;
/** The flows that are activated, chosen by the events of this store. */
const FLOWS = [
  "welcome",
  "abandoned-checkout",
  "thank-you",
  "cross-sell",
  "replenishment",
  "win-back",
  "back-in-stock",
  "price-drop",
];
const NAMES: Record<string, string> = {
  products: "products",
  collections: "collections",
  customers: "customers",
  orders: "orders",
};

/**
 * Opens the store, installs Kindred as a merchant does, waits for the back-fill and activates the flows.
 *
 * @param history what Kindred sent before, for the same store; null: nothing
 * @param built resolves when the app can start
 */
export async function openStore(
  seed: StoreSeed,
  history: History | null,
  dataFolder: string,
  progress: Progress,
  built: Promise<void>,
): Promise<OpenStore> {
  makePrivateFolder(dataFolder);
  const clockFile = join(dataFolder, "clock.json");
  const appPort = await freePort(APP_PORT);
  const shopify = await startLocalShopify({
    seed,
    appUrl: `http://127.0.0.1:${appPort}`,
    apiKey: APP_KEY,
    apiSecret: loadOrCreateLocalSecret(dataFolder),
    tomlPath: "shopify.app.toml",
    port: await freePort(SHOPIFY_PORT),
    clockFile,
    grantOptionalScopes: true,
  });
  const control = createControlClient(shopify.controlOrigin);
  const shop = seed.shop.domain;
  progress.step(
    `The store is open: ${seed.shop.name}, ${seed.products.length} products, ${seed.customers.length} customers, ` +
      `${seed.orders.length} orders, cut at ${seed.cutAt.slice(0, 10)}`,
  );

  await built;
  progress.step("Starting Kindred, creating its database");
  const start = () => startApp({ port: appPort, dataFolder, shopify, clockFile });
  let app = await start();
  const merchant = createMerchant(app.url, control, shop);

  progress.step("Installing Kindred in the store");
  await merchant.open();
  const { backfills } = await merchant.waitForImport(({ backfills }) => {
    const current = backfills.find(({ state }) => state !== "done") ?? backfills.at(-1);
    if (current)
      progress.bar(current.resource, current.importedCount, Math.max(1, current.objectCount));
  });
  progress.step(
    `Back-fill: ${backfills.map((it) => `${it.importedCount} ${NAMES[it.resource] ?? it.resource}`).join(", ")}`,
  );

  for (const { resource, reason } of backfills) {
    if (reason !== null) progress.step(`Back-fill of ${resource}: ${reason}`);
  }

  await merchant.saveSettings(seed.shop, { baselinePercent: "10", revertNotices: "yes" });
  if (history) {
    const sent = history.messages.filter(({ outcome }) => outcome.state === "sent").length;
    progress.step(`Loading what happened before: ${sent} emails since ${isoDay(history.beganAt)}`);
    // Only one process can have the embedded database open. Kindred has just begun to learn, and begins again after this.
    await app.kill("SIGTERM");
    await loadHistory(dataFolder, shop, history);
    app = await start();
  }
  for (const flowId of FLOWS) await turnOn(merchant, flowId);
  progress.step(`Flows are on: ${FLOWS.join(", ").replaceAll("-", " ")}; learning from the store`);
  await merchant.waitForBackfill();
  await merchant.waitUntilQuiet();

  return {
    shopify,
    control,
    app,
    merchant,
    shop,
    dataFolder,
    async stop() {
      await app.kill("SIGTERM");
      await shopify.stop();
    },
  };
}

const isoDay = (at: Date) => at.toISOString().slice(0, 10);

async function turnOn(merchant: Merchant, flowId: string): Promise<void> {
  const response = await merchant.submit("/app/flows?index", { flowId, status: "live" });
  if (!response.ok) {
    throw new Error(`Turning ${flowId} on answered ${response.status}: ${await response.text()}`);
  }
}
