import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { runTraining, type Training } from "~/jobs/training/run-training.server";
import {
  cancelTraining,
  claimTraining,
  findTrainingRun,
  renewTraining,
  selectShopsWithTraining,
  requestTraining,
  settleTraining,
} from "~/jobs/training/training-store.server";
import { collectVisitColumns } from "~/recommendations/sessions/visit-columns";
import { collectPurchases } from "~/recommendations/purchases/purchase-histories";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps, type TestDeps } from "../../support/deps";
import { readDueShops } from "../../support/due-shops";
import { waitForExit } from "../../support/wait-for";

const KIND = "recommendations";
const PROGRESS = { step: "ranking", doneRatio: 0.4 } as const;
let database: Database;
let deps: TestDeps;
let saved: number;

beforeAll(async () => {
  database = await openTestDatabase();
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(database.db, shopId);
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = createTestDeps();
  saved = 0;
  await database.db.trainingRun.deleteMany();
});

const request = (shopId = SHOP) =>
  database.db.$transaction((tx) =>
    requestTraining(tx, shopId, KIND, { requestedBy: "merchant", at: NOW }, deps),
  );
const find = (shopId = SHOP) => findTrainingRun(database.db, shopId, KIND);

const training: Training<typeof KIND> = {
  kind: KIND,
  load: (at) =>
    Promise.resolve({
      purchases: collectPurchases().finish(),
      visits: collectVisitColumns().finish(),
      products: [],
      inUse: null,
      now: at,
    }),
  save() {
    saved++;
    return Promise.resolve();
  },
};
const run = (overrides: Partial<Training<typeof KIND>> = {}, signal?: AbortSignal) =>
  runTraining(
    SHOP,
    { ...training, ...overrides },
    { db: database.db, now: () => NOW },
    signal ?? new AbortController().signal,
  );

const endLease = () =>
  database.db.$executeRaw`
    update training_run set lease_until = clock_timestamp() - interval '1 second'`;

describe("requestTraining", () => {
  test("queues one fit for repeated requests and wakes its job", async () => {
    expect(await request()).toBe(true);
    expect(await request()).toBe(false);
    expect(deps.announced).toEqual([{ shopId: SHOP, fact: "training_requested" }]);
    expect(await find()).toMatchObject({ state: "queued", requestedBy: "merchant" });
    expect(await find(OTHER_SHOP)).toBeNull();
  });

  test("starts a new fit after the last one ended", async () => {
    await request();
    await cancelTraining(database.db, SHOP, KIND, NOW);
    expect(await request()).toBe(true);
    expect(await find()).toMatchObject({
      state: "queued",
      cancelRequested: false,
      endedAt: null,
    });
  });
});

describe("runTraining", () => {
  test("fits in a thread and stores the result", async () => {
    await request();
    await run();
    expect(await find()).toMatchObject({
      state: "done",
      doneRatio: 1,
      step: null,
      startedAt: NOW,
      endedAt: NOW,
    });
    expect(saved).toBe(1);
  });

  test("does nothing without a queued fit", async () => {
    await run();
    expect(await find()).toBeNull();
    expect(saved).toBe(0);
  });

  test("records the failure and stores nothing", async () => {
    await request();
    const save = async (tx: Parameters<Training<typeof KIND>["save"]>[0]) => {
      await tx.cursor.create({ data: { shopId: SHOP, consumer: "a test", seq: 1n } });
      throw new Error("disk full");
    };
    await expect(run({ save })).rejects.toThrow("disk full");
    expect(await find()).toMatchObject({ state: "failed", endedAt: NOW });
    expect(await database.db.cursor.count({ where: { consumer: "a test" } })).toBe(0);
  });

  test("does not run a fit that was canceled before", async () => {
    await request();
    expect(await cancelTraining(database.db, SHOP, KIND, NOW)).toBe(true);
    await run();
    expect(await find()).toMatchObject({ state: "canceled", endedAt: NOW });
    expect(await cancelTraining(database.db, SHOP, KIND, NOW)).toBe(false);
  });

  test("stores nothing when it is canceled while running", async () => {
    await request();
    const load: typeof training.load = async (at, signal) => {
      await cancelTraining(database.db, SHOP, KIND, NOW);
      return training.load(at, signal, () => undefined);
    };
    await run({ load });
    expect(await find()).toMatchObject({ state: "canceled", cancelRequested: true });
    expect(saved).toBe(0);
  });

  test("receives a cancellation while it reads", async () => {
    await request();
    const load: typeof training.load = async (at, signal) => {
      await cancelTraining(database.db, SHOP, KIND, NOW);
      if (!signal.aborted) await waitForExit("the fit to hear of it", once(signal, "abort"));
      return training.load(at, signal, () => undefined);
    };
    await run({ load });
    expect(await find()).toMatchObject({ state: "canceled" });
  });

  test("goes back to the queue when the process stops", async () => {
    await request();
    await run({}, AbortSignal.abort());
    expect(await find()).toMatchObject({ state: "queued", endedAt: null });
    await run();
    expect(await find()).toMatchObject({ state: "done" });
  });
});

describe("a fit whose process was killed", () => {
  test("cannot be claimed during its lease, and is restarted afterward", async () => {
    await request();
    const first = await claimTraining(database.db, SHOP, KIND, NOW);
    expect(await claimTraining(database.db, SHOP, KIND, NOW)).toBeNull();
    expect(await readDueShops(database.db, selectShopsWithTraining(KIND))).toEqual([]);

    await endLease();
    expect(await readDueShops(database.db, selectShopsWithTraining(KIND))).toEqual([SHOP]);
    const second = await claimTraining(database.db, SHOP, KIND, NOW);
    expect(second).toBe((first ?? 0) + 1);
  });

  test("stops writing once another has started", async () => {
    await request();
    const attempts = (await claimTraining(database.db, SHOP, KIND, NOW)) ?? 0;
    expect(await renewTraining(database.db, SHOP, { kind: KIND, attempts }, PROGRESS)).toBe(
      "go_on",
    );
    expect(await find()).toMatchObject(PROGRESS);

    await endLease();
    await claimTraining(database.db, SHOP, KIND, NOW);
    expect(await renewTraining(database.db, SHOP, { kind: KIND, attempts }, PROGRESS)).toBe("lost");
    const settled = { state: "done", at: NOW } as const;
    await settleTraining(database.db, SHOP, { kind: KIND, attempts }, settled);
    expect(await find()).toMatchObject({ state: "running", endedAt: null });
  });

  test("stores nothing when another has started meanwhile", async () => {
    await request();
    const load: typeof training.load = async (at, signal) => {
      await endLease();
      await claimTraining(database.db, SHOP, KIND, NOW);
      return training.load(at, signal, () => undefined);
    };
    await run({ load });
    expect(saved).toBe(0);
    expect(await find()).toMatchObject({ state: "running" });
  });
});
