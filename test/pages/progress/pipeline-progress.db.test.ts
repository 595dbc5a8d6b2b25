import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { WELCOME } from "~/flows/library/people/welcome";
import { WIN_BACK } from "~/flows/library/people/win-back";
import { storedJson } from "~/flows/stored-json";
import type { FlowDefinition } from "~/flows/definition/flow";
import { getPipelineProgress } from "~/pages/progress/pipeline-progress.server";
import {
  claimTraining,
  queueTraining,
  settleTraining,
} from "~/jobs/training/training-store.server";
import type { ShopId } from "~/lib/shop-id";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { emptyTables } from "../../support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(database.db, shopId);
});
afterAll(() => database.close());

async function storeLiveFlow(shopId: ShopId, flowId: string, definition: FlowDefinition) {
  const { db } = database;
  const dates = { createdAt: NOW, updatedAt: NOW };
  await db.flow.create({
    data: {
      shopId,
      flowId,
      libraryKey: flowId,
      name: flowId,
      status: "live",
      liveVersion: 1,
      ...dates,
    },
  });
  await db.flowVersion.create({
    data: { shopId, flowId, version: 1, definition: storedJson(definition), createdAt: NOW },
  });
}

const isFitting = async (shopId = SHOP) =>
  (await getPipelineProgress(shopId, { db: database.db, now: () => NOW })).isFitting;

test("reports a model fit from its start to its end", async () => {
  const { db } = database;
  await queueTraining(db, SHOP, "recommendations", { requestedBy: "schedule", at: NOW });
  expect(await isFitting()).toBe(false);
  const attempt = await claimTraining(db, SHOP, "recommendations", NOW);
  expect(await isFitting()).toBe(true);
  expect(await isFitting(OTHER_SHOP)).toBe(false);
  const claim = { kind: "recommendations" as const, attempts: attempt! };
  await settleTraining(db, SHOP, claim, { state: "done", at: NOW });
  expect(await isFitting()).toBe(false);
});

test("counts work once when it moves from one stage to another meanwhile", async () => {
  const { db } = database;
  const emailIndex = Buffer.from("moving");
  const suppression = { shopId: SHOP, emailIndex, reason: "manual", createdAt: NOW };
  await db.suppression.create({ data: { ...suppression, nextRunAt: NOW } });
  const where = { shopId_emailIndex_reason: { shopId: SHOP, emailIndex, reason: "manual" } };
  const counted = new AbortController();
  // Always due in exactly one of two stages, at each commit.
  const moving = (async () => {
    while (!counted.signal.aborted) {
      await db.$transaction([
        db.suppression.update({ where, data: { nextRunAt: null } }),
        db.reportRollupQueue.create({ data: { shopId: SHOP, day: NOW, markedAt: NOW } }),
      ]);
      await db.$transaction([
        db.reportRollupQueue.deleteMany({ where: { shopId: SHOP } }),
        db.suppression.update({ where, data: { nextRunAt: NOW } }),
      ]);
    }
  })();
  for (let i = 0; i < 30; i++) {
    const { due } = await getPipelineProgress(SHOP, { db, now: () => NOW });
    expect(due.counts + due.consents).toBe(1);
  }
  counted.abort();
  await moving;
});

test("reads everything with one statement, outside a transaction", async () => {
  const { db } = database;
  const used: PropertyKey[] = [];
  const watched = new Proxy(db, {
    get(target, key) {
      used.push(key);
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  await getPipelineProgress(SHOP, { db: watched, now: () => NOW });
  expect(used).toEqual(["$queryRaw"]);
});

test("lists the imports in their order, and counts the scans and the reconciliation that are due", async () => {
  const { db } = database;
  const shopId = OTHER_SHOP;
  const resources = ["orders", "products", "customers", "collections"];
  await db.backfill.createMany({
    data: resources.map((resource) => ({
      ...{ shopId, resource, state: "done", nextRunAt: NOW },
      ...{ objectCount: 5, importedCount: 4, reason: resource === "orders" ? "Slow" : null },
    })),
  });
  await storeLiveFlow(shopId, "lapsed", WIN_BACK);
  const { backfills, due } = await getPipelineProgress(shopId, { db, now: () => NOW });
  expect(backfills.map(({ resource }) => resource)).toEqual([
    "products",
    "collections",
    "customers",
    "orders",
  ]);
  expect(backfills.at(-1)).toEqual({
    ...{ resource: "orders", state: "done", objectCount: 5, importedCount: 4, reason: "Slow" },
  });
  expect(due).toMatchObject({ searches: 1, reconciliations: 1, codes: 0 });
  const ofShop = await getPipelineProgress(SHOP, { db, now: () => NOW });
  expect(ofShop).toMatchObject({ backfills: [], due: { searches: 0, reconciliations: 0 } });
});

test("counts work beside the pipeline until it is done, also while a worker has it", async () => {
  const { db } = database;
  const due = async () => (await getPipelineProgress(SHOP, { db, now: () => NOW })).due;
  const before = await due();
  expect(before).toMatchObject({ fields: 0, actions: 0, optIns: 0, endedCodes: 0, segments: 0 });
  const leaseUntil = new Date(NOW.getTime() + 60_000);
  const systemEmail = { emailId: "e1", kind: "confirmation", state: "queued", createdAt: NOW };
  await db.fieldSync.create({ data: { shopId: SHOP, isOn: true, nextRunAt: NOW } });
  await db.systemEmail.create({
    data: { shopId: SHOP, ...systemEmail, nextRunAt: NOW, leaseUntil },
  });
  expect(await due()).toMatchObject({ fields: 1, optIns: 1, actions: 0 });
  await db.fieldSync.updateMany({ data: { nextRunAt: leaseUntil } });
  await db.systemEmail.updateMany({ data: { state: "sent", nextRunAt: null, leaseUntil: null } });
  expect(await due()).toEqual(before);
});

test("says when the next failed attempt is repeated", async () => {
  const { db } = database;
  const retryAt = async () => (await getPipelineProgress(SHOP, { db, now: () => NOW })).retryAt;
  const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  await db.fieldSync.create({ data: { shopId: SHOP, isOn: true, nextRunAt: inMinutes(5) } });
  expect(await retryAt()).toBeNull();
  await db.fieldSync.updateMany({ data: { attempts: 1 } });
  expect(await retryAt()).toBe(inMinutes(5).toISOString());
  const emailIndex = Buffer.from("refused");
  await db.suppression.create({
    data: {
      ...{ shopId: SHOP, emailIndex, reason: "unsubscribe", createdAt: NOW },
      ...{ attempts: 1, nextRunAt: inMinutes(2) },
    },
  });
  expect(await retryAt()).toBe(inMinutes(2).toISOString());
});

test("counts the due discounts with fewer codes than needed", async () => {
  const { db } = database;
  const codes = async () => (await getPipelineProgress(SHOP, { db, now: () => NOW })).due.codes;
  await storeLiveFlow(SHOP, "welcome", WELCOME);
  const ofShop = { shopId: SHOP, percentOff: 10, title: "Welcome", createdAt: NOW };
  await db.discount.create({ data: { ...ofShop, ownerKey: "flow/welcome/email-1" } });
  expect(await codes()).toBe(0);
  await db.discount.updateMany({ data: { nextRunAt: NOW } });
  await db.discount.create({ data: { ...ofShop, ownerKey: "flow/gone/email-1", nextRunAt: NOW } });
  expect(await codes()).toBe(1);
});
