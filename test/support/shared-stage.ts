import { setTimeout as sleep } from "node:timers/promises";
import { createMerchant } from "./merchant";
import { sharedApp } from "./shared-app";
import { contactOf, OPENED_AT, smallStore } from "./small-store";
import { addressesOf, prepareShops, assertNoLogLeaks, type ShopOptions, type Stage } from "./stage";
import type { StoreSeed } from "../shopify/store-seed";

const WEEK_MS = 7 * 86_400_000;
const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let opened = 0;
/** Length of the app's log that was already checked. */
let checkedTo = 0;

/**
 * Opens shops for one test file in the worker process's local Shopify and app. The store's clock only moves forward,
 * so the shops open on the next Tuesday noon, with their history shifted accordingly.
 */
export async function openSharedStage(options: ShopOptions = {}): Promise<Stage> {
  const { url, shopify, control, ...app } = await sharedApp();
  const openedAt = nextOpening(new Date((await control.clock()).now));
  await control.setClock({ storeAt: openedAt.toISOString(), rate: 0 });
  const seeds = (options.seeds ?? [smallStore()]).map((seed) => seedOfItsOwn(seed, openedAt));
  const shops = seeds.map((seed) => shopify.addShop(seed).domain);
  const merchants = shops.map((shop) => createMerchant(url, control, shop));
  const senders = new Set(seeds.map(({ shop }) => shop.email));
  const loggedBefore = app.log().length;
  await prepareShops(merchants, seeds, options).catch((error: unknown) => {
    const logged = app.log().slice(loggedBefore).slice(-4_000);
    throw new Error(`The shops could not be opened; the app logged:\n${logged}`, { cause: error });
  });

  return {
    control,
    shops,
    merchants,
    apiSecret: app.apiSecret,
    ...addressesOf(shopify, shops[0]!),
    openedAt,
    async advance(hours) {
      await control.setClock({ advanceMs: hours * 3_600_000 });
      for (const merchant of merchants) await merchant.waitUntilQuiet();
    },
    emails: async () => (await app.emails()).filter(({ from }) => senders.has(from)),
    log: () => app.log().slice(loggedBefore),
    withDatabase: app.withDatabase,
    async close() {
      await control.clearFaults();
      await control.idle();
      const installed = new Set(
        (await control.overview()).shops.filter((it) => it.installed).map(({ domain }) => domain),
      );
      // An uninstall at exactly the install time would count as an earlier one.
      const { now } = await control.setClock({ advanceMs: 60_000 });
      for (const [i, shop] of shops.entries()) {
        if (!installed.has(shop)) continue;
        // The app reads the clock's file again after some milliseconds.
        while ((await merchants[i]!.progress()).at < now) await sleep(20);
        await control.uninstall(shop);
        await merchants[i]!.waitUntilHidden().catch(async (error: unknown) => {
          const webhooks = await control.webhookLog({ topic: "app/uninstalled" });
          throw new Error(`${shop} is still installed: ${JSON.stringify(webhooks)}`, {
            cause: error,
          });
        });
      }
      await control.idle();
      await control.clearLogs();
      const log = app.log();
      const unchecked = log.slice(checkedTo);
      checkedTo = log.length;
      assertNoLogLeaks(unchecked);
    },
  };
}

/** The next Tuesday noon. */
function nextOpening(now: Date): Date {
  const first = Date.parse(OPENED_AT);
  return new Date(first + Math.ceil((now.getTime() - first) / WEEK_MS) * WEEK_MS);
}

/** The seed with a unique domain and sender, shifted in time. */
function seedOfItsOwn(seed: StoreSeed, openedAt: Date): StoreSeed {
  const handle = `${seed.shop.domain.replace(".myshopify.com", "")}-${++opened}`;
  const moved = moveDates(seed, openedAt.getTime() - Date.parse(seed.cutAt)) as StoreSeed;
  const domain = `${handle}.myshopify.com`;
  return { ...moved, shop: { ...moved.shop, domain, email: contactOf(domain) } };
}

function moveDates(value: unknown, byMs: number): unknown {
  if (typeof value === "string" && ISO_DATE.test(value)) {
    return new Date(Date.parse(value) + byMs).toISOString();
  }
  if (Array.isArray(value)) return value.map((it) => moveDates(it, byMs));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, moveDates(it, byMs)]));
  }
  return value;
}
