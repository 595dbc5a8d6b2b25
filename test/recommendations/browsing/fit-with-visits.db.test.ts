import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import type { BrowsedVisit } from "~/recommendations/sessions/visit-columns";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import {
  findLatestVersion,
  findRecommendationModels,
} from "~/recommendations/models/model-store.server";
import { createShop, daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeOrder, storeProduct } from "../stored-purchases";

/** People who look at the first of a pair buy the second. */
const PAIRS = Array.from({ length: 12 }, (_, n) => [`a${n}`, `b${n}`] as const);
const TAUGHT = 6;
const MEASURED = 10;

const deps = createTestDeps();
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await createShop(db, SHOP);
  for (const id of [...PAIRS.flat(), "only-ada", "also-ada"]) await storeProduct(db, SHOP, id);
  for (const [a, b] of PAIRS) {
    for (let n = 0; n < TAUGHT + MEASURED; n++) {
      const isTaught = n < TAUGHT;
      const profileId = `c${a}-${n}`;
      await storeVisit(profileId, isTaught ? 50 : 35, [a]);
      await storeOrder(db, SHOP, { profileId, days: isTaught ? 49 : 9, productIds: [b] });
    }
  }
  await db.profile.create({
    data: { shopId: SHOP, profileId: "cada", customerId: "ada", createdAt: NOW },
  });
  await storeVisit("cada", 4, ["only-ada", "also-ada"]);
});
afterAll(() => database.close());

const storeVisit = (
  profileId: string,
  days: number,
  productIds: BrowsedVisit["productIds"],
): Promise<unknown> =>
  database.db.visit.create({
    data: {
      shopId: SHOP,
      visitorId: `browser of ${profileId}`,
      startedAt: daysAgo(days),
      endedAt: daysAgo(days),
      profileId,
      pageCount: 1,
      dwellSeconds: 9,
      path: [],
      searches: [],
      viewed: productIds.map((productId) => ({ productId, views: 1, dwellSeconds: 9, added: 0 })),
    },
  });

/** Trains the shop as its worker does, and reads the stored models. */
async function fit() {
  const { db } = database;
  await fitModelsJob.run(SHOP, { ...deps, db }, new AbortController().signal);
  const version = await findLatestVersion(db, SHOP);
  const found = await findRecommendationModels(db, SHOP, version ?? -1);
  if (found?.kind !== "found") throw new Error("the models cannot be read");
  return found.fitted;
}

/** The related products of a product in a model of visits, by id. */
function relatedTo(
  { models: { productIds, visitRelations } }: Awaited<ReturnType<typeof fit>>,
  relation: "viewedTogether" | "boughtAfterView",
  productId: string,
): string[] {
  const model = visitRelations?.[relation];
  const row = productIds.indexOf(productId);
  const related = model?.neighbors.subarray(model.offsets[row], model.offsets[row + 1]) ?? [];
  return Array.from(related, (product) => productIds[product] ?? "");
}

test("stored visits train a shop's models, and an erased customer's are gone after the next training", async () => {
  const fitted = await fit();
  expect(fitted.choices.new_for_you.visits).toMatchObject({ areUsed: true });
  expect(relatedTo(fitted, "boughtAfterView", "a3")).toEqual(["b3"]);
  expect(relatedTo(fitted, "viewedTogether", "only-ada")).toEqual(["also-ada"]);

  const erasure = { requestKey: "ada", customerId: "ada", email: null, orderIds: [] };
  await eraseCustomer(SHOP, erasure, { ...deps, db: database.db });
  const next = await fit();
  expect(next.version).toBeGreaterThan(fitted.version);
  expect(relatedTo(next, "boughtAfterView", "a3")).toEqual(["b3"]);
  expect(relatedTo(next, "viewedTogether", "only-ada")).toEqual([]);
});
