import type { PrismaClient } from "~/generated/prisma/client";
import { createLog } from "~/lib/log.server";
import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import { startChild } from "../../child";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { createDatabase, type DatabaseName } from "../databases";
import { ACTS, measureFollowed, type FollowedResult } from "./followed";
import { onStage, type Stage } from "../with-running-app";
import { cpuMs } from "../process-usage";
import type { RecommendedResult, RecommendedTask } from "./recommended-load";
import { FIRST_PRODUCT, seedShop } from "../seed-shop";

const SIZE = { customers: 5_000, products: 10_000, ordersEach: 4 };
/** More than return while their list is cached, so that nearly every request is ranked again. */
const VISITORS = 4_000;
const VIEWS_PER_VISITOR = 5;
const PER_SECOND = 100;
const CONNECTIONS = 16;
const WARM_UP_SECONDS = 5;
/** Long enough for the catalog to be refreshed meanwhile. */
const SECONDS = 70;
const FOLLOWED_GUIDE_MS = 5;

/** The lists of a storefront block over HTTP, while the page loads. */
export async function benchRecommended(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results: Served[] = [];
    for (let i = 0; i < repeats; i++) {
      const scene = { name, worker: "off", shops: 1, shopSize: SIZE, prepare } as const;
      results.push(await onStage(scene, leafThrough));
    }
    const p99Ms = median(results.map((it) => it.p99Ms));
    const failed = results.reduce((sum, it) => sum + it.failed, 0);
    rows.push([
      name,
      roundSignificant(median(results.map((it) => it.perSecond))),
      roundSignificant(median(results.map((it) => it.p50Ms))),
      roundSignificant(p99Ms),
      roundSignificant(median(results.map((it) => it.cpuMs))),
      failed,
      p99Ms < 50 && failed === 0 ? "met" : "missed",
    ]);
  }
  const { products, customers } = SIZE;
  return {
    title: "Recommended products served",
    intro: [
      `The built app over HTTP: signed as by Shopify's app proxy, ${PER_SECOND} requests a second for four products each, at a steady rate whether or not earlier ones are answered, for ${SECONDS} s after ${WARM_UP_SECONDS} s of warm-up. A wait is measured from the opening of its page. One shop of ${products} products and ${customers} customers with trained models, ${VISITORS} browsers with ${VIEWS_PER_VISITOR} product views each, so nearly every list is ranked again. A third of the requests ask what goes with a product; a tenth are from logged-in customers. CPU is the app process's; on PGlite this includes the database. Guide: p99 under 50 ms.`,
    ],
    columns: ["", "requests/s", "p50 ms", "p99 ms", "CPU ms per request", "not served", "guide"],
    rows,
  };
}

/** From an event to the updated list. */
export async function benchFollowed(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results: Awaited<ReturnType<typeof measureFollowed>>[] = [];
    for (let i = 0; i < repeats; i++) results.push(await followOn(name));
    for (const act of Object.keys(ACTS) as (keyof typeof ACTS)[]) {
      const figure = (of: keyof FollowedResult) => median(results.map((result) => result[act][of]));
      const [p99Ms, cpuP99Ms] = [figure("p99Ms"), figure("cpuP99Ms")];
      const isMetByCpu = cpuP99Ms < FOLLOWED_GUIDE_MS;
      rows.push([
        `${name}, ${ACTS[act]}`,
        roundSignificant(figure("storedP99Ms")),
        roundSignificant(figure("p50Ms")),
        roundSignificant(p99Ms),
        roundSignificant(figure("cpuP50Ms")),
        roundSignificant(cpuP99Ms),
        roundSignificant(100 * figure("changedRate")),
        act === "order" ? roundSignificant(figure("foldedP50Ms")) : "",
        p99Ms < FOLLOWED_GUIDE_MS ? "met" : isMetByCpu ? "met by CPU" : "missed",
      ]);
    }
  }
  return {
    title: "A list that follows an event",
    intro: [
      `The same shop of ${SIZE.products} products with trained models, in one process, one event after the other: the list of four new products is requested, an event occurs, and the list is requested again. The update covers everything from the stored event to the list that reflects it: reading the profile's data, ranking the products, reading their prices and stock. An order counts before any job has folded it into its customer's profile; a separate column shows how long the two jobs then take for one order. CPU is the process's own, which with PGlite includes the database's. Guide: p99 of the update under ${FOLLOWED_GUIDE_MS} ms.`,
    ],
    columns: [
      "",
      "stored, p99 ms",
      "update, p50 ms",
      "update, p99 ms",
      "CPU, p50 ms",
      "CPU, p99 ms",
      "lists changed, %",
      "folded in, p50 ms",
      "guide",
    ],
    rows,
  };
}

async function followOn(name: DatabaseName): Promise<Awaited<ReturnType<typeof measureFollowed>>> {
  const database = await createDatabase(name);
  const shopId = ShopId.parse("bench-0.myshopify.com");
  try {
    return await database.use(async ({ db }, keyring) => {
      await seedShop(db, keyring, shopId, SIZE);
      await fit(db, shopId);
      await db.$executeRawUnsafe("vacuum (analyze)");
      return measureFollowed(db, keyring, shopId, SIZE.products);
    });
  } finally {
    await database.remove();
  }
}

async function prepare(
  db: PrismaClient,
  shopIds: readonly ShopId[],
  keyring: Keyring,
): Promise<void> {
  for (const shopId of shopIds) {
    await fit(db, shopId);
    await seedLooks(db, shopId, keyring);
  }
}

async function fit(db: PrismaClient, shopId: ShopId): Promise<void> {
  const deps = { db, now: () => new Date(), log: createLog("error") };
  await fitModelsJob.run(shopId, deps, new AbortController().signal);
}

async function seedLooks(db: PrismaClient, shopId: ShopId, keyring: Keyring): Promise<void> {
  const visitors = Array.from({ length: VISITORS }, (_, n) =>
    keyring.pseudonym(shopId, `visitor-${n}`),
  );
  await db.$executeRaw`
    insert into event (shop_id, source, source_id, kind, visitor_id, occurred_at, recorded_at, payload)
    select ${shopId}, 'pixel', visitor || '/' || look, 'product_viewed', visitor,
      now() - look * interval '7 minutes', now(), jsonb_build_object(
        'productId', (${FIRST_PRODUCT}::bigint + (n * 31 + look * 97) % ${SIZE.products})::text,
        'variantId', null)
    from unnest(${visitors}::text[]) with ordinality as known (visitor, n)
    cross join generate_series(1, ${VIEWS_PER_VISITOR}::int) as look`;
}

interface Served extends RecommendedResult {
  readonly cpuMs: number;
}

async function leafThrough({ app, port, shopIds }: Stage<void>): Promise<Served> {
  const [shopId = ""] = shopIds;
  const task: RecommendedTask = {
    port,
    secret: app.apiSecret,
    shopId,
    customers: SIZE.customers,
    products: SIZE.products,
    visitors: VISITORS,
    perSecond: PER_SECOND,
    connections: CONNECTIONS,
    warmUpSeconds: WARM_UP_SECONDS,
    seconds: SECONDS,
  };
  const before = cpuMs(app);
  const load = startChild(new URL("./recommended-load.ts", import.meta.url), task);
  const result = await load.next<RecommendedResult>();
  await load.stop();
  const requests = PER_SECOND * (WARM_UP_SECONDS + SECONDS);
  return { ...result, cpuMs: (cpuMs(app) - before) / requests };
}
