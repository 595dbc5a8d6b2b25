import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { getPipelineProgress } from "~/feedback/pipeline-progress.server";
import {
  claimTraining,
  queueTraining,
  settleTraining,
} from "~/jobs/training/training-store.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(database.db, shopId);
});
afterAll(() => database.close());

const isFitting = async (shopId = SHOP) =>
  (await getPipelineProgress(shopId, { db: database.db, now: () => NOW })).isFitting;

test("reports a model fit from its start to its end", async () => {
  const { db } = database;
  await queueTraining(db, SHOP, "recommendations", { requestedBy: "schedule", at: NOW });
  expect(await isFitting()).toBe(false);
  const attempt = await claimTraining(db, SHOP, "recommendations", NOW);
  expect(await isFitting()).toBe(true);
  expect(await isFitting(OTHER_SHOP)).toBe(false);
  const claim = { kind: "recommendations" as const, attempt: attempt! };
  await settleTraining(db, SHOP, claim, { state: "done", message: null, at: NOW });
  expect(await isFitting()).toBe(false);
});

test("counts work once when it moves from one stage to another meanwhile", async () => {
  const { db } = database;
  const emailIndex = Buffer.from("moving");
  const suppression = { shopId: SHOP, emailIndex, reason: "manual", createdAt: NOW };
  await db.suppression.create({ data: { ...suppression, writeBackAt: NOW } });
  const where = { shopId_emailIndex_reason: { shopId: SHOP, emailIndex, reason: "manual" } };
  const counted = new AbortController();
  // Always due in exactly one of two stages, at each commit.
  const moving = (async () => {
    while (!counted.signal.aborted) {
      await db.$transaction([
        db.suppression.update({ where, data: { writeBackAt: null } }),
        db.reportRollupQueue.create({ data: { shopId: SHOP, day: NOW, markedAt: NOW } }),
      ]);
      await db.$transaction([
        db.reportRollupQueue.deleteMany({ where: { shopId: SHOP } }),
        db.suppression.update({ where, data: { writeBackAt: NOW } }),
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
