import { issuePixelAccount } from "~/events/pixel-account-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { startChild } from "../../child";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import type { DatabaseName } from "../databases";
import { onStage, type Stage } from "../with-running-app";
import type { PixelResult, PixelTask } from "./pixel-load";
import { cpuMs, memoryMb } from "../process-usage";
import type { LoadResult, LoadTask } from "../webhooks/webhook-load";

/** Enough that no shop reaches its request limit. */
const SHOPS = 60;
const CONNECTIONS = 64;
const EVENTS_EACH = 4;
const WARM_UP_SECONDS = 4;
const SECONDS = 15;
const SOAK_SECONDS = 600;
const SHOP_SIZE = { customers: 10, products: 10, ordersEach: 1 };
/** Orders of a busy shop: two connections, one webhook every twenty milliseconds each. */
const ORDERS = { connections: 2, pauseMs: 20 };

type CollectingStage = Stage<readonly string[]>;

/** Pixel events of storefronts, stored over HTTP, each response after its commit. */
export async function benchCollect(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    for (const worker of ["off", "on"] as const) {
      const results: (PixelResult & { readonly cpuMs: number })[] = [];
      for (let i = 0; i < repeats; i++) {
        results.push(
          await onStage(collecting(name, worker), async (stage) => {
            const before = cpuMs(stage.app);
            const result = await browse(stage, { seconds: SECONDS });
            const events = result.eventsPerSecond * (SECONDS + WARM_UP_SECONDS);
            return { ...result, cpuMs: (cpuMs(stage.app) - before) / events };
          }),
        );
      }
      const perSecond = median(results.map((it) => it.eventsPerSecond));
      const p99Ms = median(results.map((it) => it.p99Ms));
      rows.push([
        `${name}, worker ${worker}`,
        roundSignificant(perSecond),
        roundSignificant(median(results.map((it) => it.p50Ms))),
        roundSignificant(p99Ms),
        roundSignificant(median(results.map((it) => it.cpuMs))),
        results.reduce((sum, { refused }) => sum + countOf(refused), 0),
        perSecond >= 2_000 && p99Ms < 250 ? "met" : "missed",
      ]);
    }
  }
  return {
    title: "Browsing events collected",
    intro: [
      `The built app over HTTP, in its own process: ${CONNECTIONS} connections send batches of ${EVENTS_EACH} events of the pixels of ${SHOPS} shops, each sends its next one when the last is answered, for ${SECONDS} s after ${WARM_UP_SECONDS} s of warm-up. The answer is sent after the commit. Guide: at least 2,000 events/s with p99 under 250 ms.`,
      "“Worker on” means that the same process parts the events into visits while they come in. CPU is the app process's; on PGlite this includes the database.",
    ],
    columns: ["", "events/s", "p50 ms", "p99 ms", "CPU ms per event", "not stored", "guide"],
    rows,
  };
}

/** Order webhooks while one sender floods the collector. */
export async function benchFlood(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results: { idle: LoadResult; flooded: LoadResult; flood: PixelResult }[] = [];
    for (let i = 0; i < repeats; i++) {
      results.push(
        await onStage(collecting(name, "off"), async (stage) => {
          const idle = await order(stage);
          const flooding = browse(stage, {
            seconds: SECONDS + 2 * WARM_UP_SECONDS,
            address: "192.0.2.1",
          });
          const flooded = await order(stage);
          return { idle, flooded, flood: await flooding };
        }),
      );
    }
    const idleMs = median(results.map(({ idle }) => idle.p99Ms));
    const floodedMs = median(results.map(({ flooded }) => flooded.p99Ms));
    rows.push([
      name,
      roundSignificant(idleMs),
      roundSignificant(floodedMs),
      roundSignificant(floodedMs / idleMs),
      roundSignificant(median(results.map(({ flood }) => flood.requestsPerSecond))),
      results.reduce((sum, { flooded }) => sum + flooded.failed, 0),
      floodedMs < 2 * idleMs ? "met" : "missed",
    ]);
  }
  return {
    title: "Orders during a flood of browsing",
    intro: [
      `About a hundred orders a second arrive as webhooks, first alone, then while ${CONNECTIONS} connections from one address send to the collector as fast as it answers. Guide: p99 of orders less than twice its value alone.`,
    ],
    columns: [
      "",
      "alone p99 ms",
      "flooded p99 ms",
      "times",
      "flood requests/s",
      "not 200",
      "guide",
    ],
    rows,
  };
}

/** The app's memory while events arrive for ten minutes. */
export async function benchSoak(databases: readonly DatabaseName[]): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const { first, last } = await onStage(collecting(name, "off"), async (stage) => {
      await browse(stage, { seconds: SOAK_SECONDS / 10 });
      const early = memoryMb(stage.app);
      await browse(stage, { seconds: SOAK_SECONDS - SOAK_SECONDS / 10 });
      return { first: early, last: memoryMb(stage.app) };
    });
    rows.push([name, first, last, met(last < 1.25 * first), met(last < 600)]);
  }
  return {
    title: "Memory while events are collected",
    intro: [
      `The app's resident memory after ${SOAK_SECONDS / 600} min and after ${SOAK_SECONDS / 60} min of the load above, on PGlite including the database. Guide: at most a quarter more than after the first minute, and under 600 MB.`,
    ],
    columns: ["", "first MB", "last MB", "flat", "under 600 MB"],
    rows,
  };
}

const met = (isMet: boolean) => (isMet ? "met" : "missed");

function collecting(name: DatabaseName, worker: "on" | "off") {
  return { name, worker, shops: SHOPS, shopSize: SHOP_SIZE, prepare: openAccounts };
}

/** The collector's accounts, one per shop. No Shopify is simulated here, so the pixels already exist. */
async function openAccounts(db: PrismaClient, shopIds: readonly ShopId[]): Promise<string[]> {
  for (const shopId of shopIds) {
    await issuePixelAccount(db, shopId, { now: new Date(), pixelId: null });
  }
  await db.pixelAccount.updateMany({ data: { syncedAt: new Date() } });
  const accounts = await db.pixelAccount.findMany({ select: { accountId: true } });
  return accounts.map(({ accountId }) => accountId);
}

async function browse(
  { port, prepared: accounts }: CollectingStage,
  { seconds, address = null }: { readonly seconds: number; readonly address?: string | null },
): Promise<PixelResult> {
  const task: PixelTask = {
    port,
    accounts,
    connections: CONNECTIONS,
    eventsEach: EVENTS_EACH,
    address,
    warmUpSeconds: WARM_UP_SECONDS,
    seconds,
  };
  const load = startChild(new URL("./pixel-load.ts", import.meta.url), task);
  const result = await load.next<PixelResult>();
  await load.stop();
  return result;
}

async function order({ port, app, shopIds }: CollectingStage): Promise<LoadResult> {
  const task: LoadTask = {
    port,
    secret: app.apiSecret,
    shopIds,
    ...SHOP_SIZE,
    ...ORDERS,
    warmUpSeconds: WARM_UP_SECONDS,
    seconds: SECONDS,
  };
  const load = startChild(new URL("../webhooks/webhook-load.ts", import.meta.url), task);
  const result = await load.next<LoadResult>();
  await load.stop();
  return result;
}

const countOf = (refused: PixelResult["refused"]) =>
  Object.values(refused).reduce((sum, it) => sum + it, 0);
