import { listDueShops } from "~/jobs/due-shops.server";
import { JOBS } from "~/job-registry.server";
import type { Database } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { setTimeout as pause } from "node:timers/promises";
import type { BenchDatabase } from "../main-job/databases";
import { storeModels, trainModels } from "../main-job/emails/trained-models";
import { contactRow, domainOf, seedShop } from "../main-job/seed-shop";
import { cloneShop } from "./clone-shop";
import { planFleet, PRODUCTS, type FleetShop } from "./plan-fleet";
import { startFleet } from "./start-fleet";

/** The share of shops that are large enough for models of their own. */
const LEARNED = 0.05;
const SHOPS_A_TRANSACTION = 500;
const CONTACTS_A_STATEMENT = 5_000;

/**
 * The shops of a fleet with customers, orders, live flows and, in the largest ones, trained models, after their recurring work. The first
 * shop of each size is seeded and worked off by the app; the others are copies of it, whose contacts are sealed again.
 */
export async function seedFleet(database: BenchDatabase, shops: number): Promise<void> {
  const startMs = performance.now();
  const sizes = [...Map.groupBy(planFleet(shops), ({ customers }) => customers).values()];
  const models = sizes.flatMap(([first]) => first ?? []);
  await database.use(({ db }, keyring) => seedEach(db, keyring, models, shops));
  report("seeded one shop of each size", startMs);
  await doRecurringWork(database, shops);
  report("their recurring work is done", startMs);
  await database.use(async ({ db }, keyring) => {
    for (const [model, ...others] of sizes) await copyShop(db, keyring, model!, others);
    report(`copied to ${shops} shops`, startMs);
    await db.schedule.updateMany({ data: { doneAt: new Date() } });
    await db.$executeRawUnsafe("vacuum (analyze)");
  });
  report("took statistics", startMs);
}

/** The first shops of a fleet in which no recurring work was done. */
export async function seedNewShops(
  db: PrismaClient,
  keyring: Keyring,
  shops: number,
): Promise<void> {
  await seedEach(db, keyring, planFleet(shops), shops);
  await db.$executeRawUnsafe("analyze");
}

/** What a new shop and a new day bring, so that nothing is due after it. A sweep finds what the work before it has brought. */
export async function doRecurringWork(database: BenchDatabase, shops: number): Promise<void> {
  const fleet = await startFleet(database, { shops, workers: 1 });
  const findDue = ({ db }: Database) => listDueShops(db, JOBS, new Date());
  await fleet.ask("settle");
  while ((await database.use(findDue)).length > 0) {
    await pause(61_000);
    await fleet.ask("settle");
  }
  await fleet.stop();
}

async function seedEach(
  db: PrismaClient,
  keyring: Keyring,
  fleet: readonly FleetShop[],
  shops: number,
): Promise<void> {
  const [largest] = planFleet(shops);
  const learned = new Set(
    planFleet(shops)
      .slice(0, LEARNED * shops)
      .map(({ shopId }) => shopId),
  );
  for (const { shopId, customers } of fleet) {
    await seedShop(db, keyring, shopId, { customers, products: PRODUCTS, ordersEach: 2 });
  }
  const trained = await trainModels(db, keyring, largest!.shopId);
  for (const { shopId } of fleet) {
    if (shopId === largest!.shopId) continue;
    await storeModels(db, shopId, learned.has(shopId) ? trained : { ...trained, models: [] });
  }
}

/** Copies follow their model in the plan, so their names are numbered without a gap. */
async function copyShop(
  db: PrismaClient,
  keyring: Keyring,
  model: FleetShop,
  others: readonly FleetShop[],
): Promise<void> {
  for (let from = 0; from < others.length; from += SHOPS_A_TRANSACTION) {
    const some = others.slice(from, from + SHOPS_A_TRANSACTION);
    const first = Number(/\d+/.exec(some[0]!.shopId)![0]);
    await db.$transaction(
      (tx) => cloneShop(tx, model.shopId, "fleet", { first, count: some.length }),
      {
        timeout: 600_000,
      },
    );
    const shopIds = some.map(({ shopId }) => shopId);
    await giveSenders(db, shopIds);
    await sealContacts(db, keyring, some);
  }
}

/** Each sends from its own domain, as a seeded shop does. */
async function giveSenders(db: PrismaClient, shopIds: readonly ShopId[]): Promise<void> {
  const domains = shopIds.map(domainOf);
  await db.$executeRaw`
    with own as (select * from unnest(${[...shopIds]}::text[], ${domains}::text[]) as own (shop_id, domain)),
    sender as (
      update settings set sending = jsonb_set(sending, '{senderAddress}', to_jsonb('hello@' || domain))
      from own where settings.shop_id = own.shop_id),
    verified as (
      update sending_domain set domain = own.domain from own where sending_domain.shop_id = own.shop_id)
    insert into domain_owner (domain, shop_id, proved_at) select domain, shop_id, now() from own`;
}

async function sealContacts(
  db: PrismaClient,
  keyring: Keyring,
  copies: readonly FleetShop[],
): Promise<void> {
  const all = copies.flatMap(({ shopId, customers }) =>
    Array.from({ length: customers }, (_, n) => ({ shopId, n })),
  );
  for (let from = 0; from < all.length; from += CONTACTS_A_STATEMENT) {
    const rows = all
      .slice(from, from + CONTACTS_A_STATEMENT)
      .map(({ shopId, n }) => ({ shop_id: shopId, ...contactRow(keyring, shopId, n) }));
    await db.$executeRaw`
      update profile set email_index = decode(one.email_index, 'hex'), sealed_contact = decode(one.sealed_contact, 'hex')
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (
        shop_id text, profile_id text, email_index text, sealed_contact text)
      where profile.shop_id = one.shop_id and profile.profile_id = one.profile_id`;
  }
}

function report(what: string, startMs: number): void {
  console.error(`fleet: ${what} (${Math.round((performance.now() - startMs) / 1_000)} s)`);
}
