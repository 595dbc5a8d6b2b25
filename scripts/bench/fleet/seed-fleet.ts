import type { PrismaClient } from "~/generated/prisma/client";
import type { Keyring } from "~/privacy/keyring.server";
import { storeModels, trainModels } from "../main-job/emails/trained-models";
import { seedShop } from "../main-job/seed-shop";
import { planFleet, PRODUCTS, type FleetShop } from "./plan-fleet";

const PARALLEL = 4;
/** The share of shops that are large enough for models of their own. */
const LEARNED = 0.05;

/** The shops of a fleet with customers, orders, live flows and, in the largest ones, trained models. */
export async function seedFleet(db: PrismaClient, keyring: Keyring, shops: number): Promise<void> {
  const fleet = planFleet(shops);
  const left = [...fleet];
  const seedNext = async () => {
    for (let shop = left.shift(); shop; shop = left.shift()) await seedOne(db, keyring, shop);
  };
  await Promise.all(Array.from({ length: PARALLEL }, seedNext));
  const [largest, ...others] = fleet;
  const trained = await trainModels(db, keyring, largest!.shopId);
  for (const [i, { shopId }] of others.entries()) {
    const models = i + 1 < LEARNED * shops ? trained.models : [];
    await storeModels(db, shopId, { models, runs: trained.runs });
  }
  await db.$executeRawUnsafe("analyze");
}

const seedOne = (db: PrismaClient, keyring: Keyring, { shopId, customers }: FleetShop) =>
  seedShop(db, keyring, shopId, { customers, products: PRODUCTS, ordersEach: 2 });
