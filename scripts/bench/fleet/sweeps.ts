import { findSignedMessage } from "~/feedback/mailbox/find-signed-message.server";
import { signedAddress, findTokens } from "~/delivery/inbound/signed-address.server";
import type { Database } from "~/db.server";
import { listDueShops, listShopsDueSince } from "~/jobs/due-shops.server";
import { JOBS } from "~/job-registry.server";
import { sweep } from "~/jobs/sweep.server";
import type { Keyring } from "~/privacy/keyring.server";
import { createDatabase, type DatabaseName } from "../main-job/databases";
import { seedShop } from "../main-job/seed-shop";
import { median, roundSignificant } from "../statistics";
import type { Table } from "../table";
import { cloneShop } from "./clone-shop";
import { planFleet, type FleetShop } from "./plan-fleet";
import { doRecurringWork } from "./seed-fleet";

const TIMES = 5;
const [{ shopId: MODEL }] = planFleet(1) as [FleetShop];
const SIZE = { customers: 10, products: 20, ordersEach: 2 };
const LATER_MS = 1_000;
/** Shops in which something happened in a minute. */
const CHANGED = 10;
const NO_QUEUE = { wakeAll: () => Promise.resolve() };
const BOUNCES = "bounces@mail.kettle.example";
const MESSAGE_ID = "0192aaaa-0000-8000-8000-00000000000a";

/** Searches over all shops, by their number. */
export async function measureSweeps(name: DatabaseName, shops: number): Promise<Table> {
  const counts = [shops / 100, shops / 10, shops].map((it) => Math.max(1, Math.round(it)));
  const database = await createDatabase(name);
  await database.use(({ db }, keyring) => seedShop(db, keyring, MODEL, SIZE));
  await doRecurringWork(database, 1);
  const rows: (string | number)[][] = [];
  await database.use(async (opened, keyring) => {
    let present = 0;
    for (const count of counts) {
      await addShops(opened, present, count);
      present = count;
      rows.push([count.toLocaleString("en-GB"), ...(await measureSearches(opened, keyring))]);
    }
  });
  await database.remove();
  return {
    title: `Searches over all shops: ${name}`,
    intro: [
      `Shops with ${SIZE.customers} customers and all prebuilt flows. A sweep runs once a minute in each worker: while nothing is due, and after a change in ${CHANGED} shops. The search of every shop for every job was a sweep until decision 121, and now follows a crash of the database. The search for timed jobs runs each second; a bounce finds its shop by the key in its address. The median of ${TIMES}, in ms with the way to the database.`,
    ],
    columns: [
      "shops",
      "idle sweep ms",
      `sweep after ${CHANGED} changes ms`,
      "search of every shop ms",
      "first sweep of all s",
      "timed jobs ms",
      "a bounce ms",
    ],
    rows,
  };
}

/** In 500s, so that a transaction stays short. */
async function addShops({ db }: Database, present: number, count: number): Promise<void> {
  for (let first = present; first < count; first += 500) {
    const some = { first, count: Math.min(500, count - first) };
    await db.$transaction((tx) => cloneShop(tx, MODEL, "copy", some), { timeout: 600_000 });
  }
  await db.schedule.updateMany({ data: { doneAt: new Date() } });
  await db.$executeRawUnsafe("vacuum (analyze)");
}

async function measureSearches({ db }: Database, keyring: Keyring): Promise<number[]> {
  // The recurring work was done now, and nothing has happened since.
  const now = new Date(Date.now() + LATER_MS);
  const sweepAll = () => sweep(NO_QUEUE, JOBS, { db, now: () => now });
  const firstMs = await timed(sweepAll, 1);
  const change = () =>
    db.$executeRaw`
      insert into due (shop_id, due_at) select shop_id, '-infinity' from shop order by shop_id limit ${CHANGED}`;
  const idleMs = await timed(sweepAll);
  const changedMs = await timed(sweepAll, TIMES, change);
  const address = signedAddress(
    "bounce",
    BOUNCES,
    { shopId: MODEL, messageId: MESSAGE_ID },
    keyring,
  )!;
  const tokens = findTokens(BOUNCES, address);
  const span = { after: new Date(now.getTime() - 6_000), upTo: now };
  return [
    idleMs,
    changedMs,
    await timed(() => listDueShops(db, JOBS, now)),
    firstMs / 1_000,
    await timed(() => listShopsDueSince(db, JOBS, span)),
    await timed(() => findSignedMessage(["bounce"], tokens, { db, keyring })),
  ].map(roundSignificant);
}

async function timed(
  work: () => Promise<unknown>,
  count = TIMES,
  prepare?: () => Promise<unknown>,
): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    await prepare?.();
    const startMs = performance.now();
    await work();
    times.push(performance.now() - startMs);
  }
  return median(times);
}
