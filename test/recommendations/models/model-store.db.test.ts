import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { explainRecommendations } from "~/pages/recommendations/explain-recommendations.server";
import { encodeModels } from "~/recommendations/models/encode-models";
import { fitModels } from "~/recommendations/models/fit-models";
import {
  findRecommendationModels,
  findVersions,
  saveRecommendationModels,
} from "~/recommendations/models/model-store.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { createShop, hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { aProduct, choicesWithGain, columnsOf, customersWithOrders } from "../builders";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db, SHOP);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.model.deleteMany();
  await save("first", 0.2, NOW);
});

const inDays = (days: number) => hoursAgo(-24 * days);

/** Encoded models with this product and this measured gain. */
function trained(productId: string, gain: number | null, trainedAt: Date) {
  const purchases = columnsOf(customersWithOrders("crowd", 4, [[productId], 5]));
  const models = fitModels({ purchases, products: [aProduct(productId)], now: NOW });
  const counts = { products: 1, profiles: 4, pairs: 4 };
  return { bytes: encodeModels(models), trainedAt, counts, choices: choicesWithGain(gain) };
}

const save = (...of: Parameters<typeof trained>) =>
  database.db.$transaction((tx) => saveRecommendationModels(tx, SHOP, trained(...of)));

async function inUse() {
  const { models } = await findVersions(database.db, SHOP);
  const row = await database.db.model.findUniqueOrThrow({
    where: {
      shopId_kind_version: { shopId: SHOP, kind: "recommendations", version: models ?? 0 },
    },
  });
  const found = await findRecommendationModels(database.db, SHOP, row.version);
  if (found?.kind !== "found") throw new Error("the models in use cannot be read");
  return { ...row, fitted: found.fitted };
}

const worseLists = async () => {
  const deps = createTestDeps();
  const recommendations = createRecommendationSource(deps);
  const subject = { cartProductIds: [] };
  const explained = await explainRecommendations(database.db, SHOP, subject, {
    ...deps,
    recommendations,
  });
  return explained.models?.worseLists;
};

describe("a newer fit", () => {
  test("is used when it ranks as well", async () => {
    expect(await save("second", 0.19, inDays(1))).toEqual({ kind: "saved", version: 2 });
    expect((await inUse()).fitted.models.productIds).toEqual(["second"]);
    expect(await worseLists()).toBeNull();
  });

  test("is rejected when it ranks measurably worse, which is reported, and the previous one is served byte for byte", async () => {
    const before = await inUse();
    expect(await save("second", 0.05, inDays(1))).toEqual({
      kind: "kept",
      version: 1,
      worse: ["new_for_you"],
    });
    const after = await inUse();
    expect(after.version).toBe(before.version);
    expect(Buffer.compare(after.bytes, before.bytes)).toBe(0);
    expect(after.trainedAt).toEqual(before.trainedAt);
    expect(after.fitted.choices).toEqual(before.fitted.choices);
    expect(await worseLists()).toEqual(["new_for_you"]);
  });

  test("is rejected when it could not be measured", async () => {
    expect(await save("second", null, inDays(1))).toMatchObject({ kind: "kept", version: 1 });
  });

  test("replaces the kept one without a notice when it is as good", async () => {
    expect(await save("second", 0.05, inDays(1))).toMatchObject({ kind: "kept" });
    expect(await save("third", 0.19, inDays(2))).toEqual({ kind: "saved", version: 2 });
    expect((await inUse()).fitted.models.productIds).toEqual(["third"]);
    expect(await worseLists()).toBeNull();
  });

  test("is used in any case when the previous one is more than a week old", async () => {
    expect(await save("second", 0, inDays(7))).toMatchObject({ kind: "kept", version: 1 });
    expect(await save("second", 0, inDays(8))).toEqual({ kind: "saved", version: 2 });
  });

  test("is used in any case when the previous one cannot be read", async () => {
    const { version } = await inUse();
    await database.db.model.update({
      where: { shopId_kind_version: { shopId: SHOP, kind: "recommendations", version } },
      data: { bytes: new Uint8Array(32) },
    });
    expect(await save("second", 0, inDays(1))).toMatchObject({ kind: "saved" });
    expect((await inUse()).fitted.models.productIds).toEqual(["second"]);
  });
});
