import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { claimTraining, renewTraining } from "~/jobs/training/training-store.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { decodeModels } from "~/recommendations/models/encode-models";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import { findVersions } from "~/recommendations/models/model-store.server";
import { encodeSessions } from "~/recommendations/sessions/encode-sessions";
import { collectVisits } from "~/recommendations/sessions/past-visits";
import {
  findSessionModel,
  saveSessionModel,
} from "~/recommendations/sessions/session-store.server";
import { trainSessions } from "~/recommendations/sessions/train-sessions";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { emptyTables } from "../support/stored-rows";
import { storeOrder, storeProduct } from "./stored-purchases";

const deps = createTestDeps();
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Only Ada ever bought the whisk, and she bought it after the mug. */
beforeEach(async () => {
  const { db } = database;
  await emptyTables(db);
  await createShop(db, SHOP);
  for (const id of ["kettle", "tray", "mug"]) await storeProduct(db, SHOP, id);
  for (let n = 0; n < 6; n++) {
    await storeOrder(db, SHOP, { profileId: `c${n}`, days: 9, productIds: ["kettle", "tray"] });
  }
  await storeOrder(db, SHOP, { profileId: "cada", days: 20, productIds: ["mug"] });
  await storeOrder(db, SHOP, { profileId: "cada", days: 5, productIds: ["whisk"] });
  await db.profile.create({
    data: { shopId: SHOP, profileId: "cada", customerId: "ada", createdAt: NOW },
  });
  await fit();
  await saveVisits();
});

const fit = () =>
  fitModelsJob.run(SHOP, { ...deps, db: database.db }, new AbortController().signal);

async function saveVisits() {
  const visits = collectVisits();
  for (let n = 0; n < 60; n++) visits.add(["kettle", "tray"]);
  const model = trainSessions(visits.finish(), NOW);
  if (!model) throw new Error("there are too few visits");
  const trained = { bytes: encodeSessions(model), counts: { visits: 60, products: 2 } };
  await database.db.$transaction((tx) => saveSessionModel(tx, SHOP, trained, NOW));
}

const erase = (customerId: string) =>
  eraseCustomer(
    SHOP,
    { requestKey: customerId, customerId, email: null, orderIds: [] },
    { ...deps, db: database.db },
  );

/** The products of all sequences in the shop's stored models, and the number of those models. */
async function storedSequences() {
  const rows = await database.db.model.findMany({
    where: { shopId: SHOP, kind: "recommendations" },
  });
  const products = rows.flatMap(({ bytes }) => {
    const decoded = decodeModels(bytes);
    if (decoded.kind === "refused") throw new Error("the models cannot be read");
    const { sequences, productIds } = decoded.models;
    return Array.from(sequences.items, (item) => productIds[item]);
  });
  return { products, models: rows.length };
}

describe("an erased customer's sequences of orders and visits", () => {
  test("are in no stored model, before and after the next training", async () => {
    const { db } = database;
    expect((await storedSequences()).products).toContain("whisk");
    const before = await findVersions(db, SHOP);

    await erase("ada");
    expect(await storedSequences()).toEqual({ products: [], models: 1 });
    expect(await findSessionModel(db, SHOP)).toBeNull();
    expect((await findVersions(db, SHOP)).models).toBe((before.models ?? 0) + 1);
    expect(await db.trainingRun.findFirst({ where: { shopId: SHOP } })).toMatchObject({
      state: "queued",
    });

    await fit();
    const { products } = await storedSequences();
    expect(products).toContain("tray");
    expect(products).not.toContain("whisk");
    expect(products).not.toContain("mug");
  });

  test("are not saved by a training that read them before", async () => {
    const { db } = database;
    await db.trainingRun.updateMany({ where: { shopId: SHOP }, data: { state: "queued" } });
    const attempts = await claimTraining(db, SHOP, "recommendations", NOW);
    await erase("ada");
    const claim = { kind: "recommendations", attempts: attempts ?? 0 } as const;
    expect(await renewTraining(db, SHOP, claim, { step: "saving", doneRatio: 1 })).toBe("lost");
  });
});

test("the models stay as they are when the erased customer neither ordered nor visited", async () => {
  const before = await findVersions(database.db, SHOP);
  await erase("eve");
  expect(await findVersions(database.db, SHOP)).toEqual(before);
  expect((await storedSequences()).products).toContain("whisk");
});
