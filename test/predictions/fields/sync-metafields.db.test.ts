import { beforeEach, describe, expect, test } from "vitest";
import { setFieldSync } from "~/predictions/fields/field-store.server";
import { syncMetafieldsJob } from "~/predictions/fields/sync-metafields.job.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { EDGE_SHOP as SHOP, edgeStage } from "../../support/edge-stage";

const stage = edgeStage();
const { signal } = new AbortController();
const MINUTE_MS = 60_000;
/** Shopify does not know this customer. */
const GONE = "999";
/** All attempts of one call. */
const ATTEMPTS = 6;

beforeEach(async () => {
  const { db, bed } = stage;
  await db.customerField.deleteMany();
  await db.fieldSync.deleteMany();
  for (const customerId of ["201", "202"]) {
    for (const key of ["group", "churn_chance"]) {
      await bed.control.play(SHOP, [
        { kind: "metafield_set", customerId, namespace: "kindred", key, value: null },
      ]);
    }
  }
  for (const customerId of ["201", "202", GONE]) await learn(customerId, 0.1);
  await turn(true);
});

async function learn(customerId: string, churnRate: number) {
  const profile = { shopId: SHOP, profileId: `c${customerId}` };
  const learned = { computedAt: stage.now, modelVersions: {}, grade: "B", detail: {} };
  await stage.db.profile.upsert({
    where: { shopId_profileId: profile },
    create: { ...profile, customerId, createdAt: stage.now },
    update: {},
  });
  await stage.db.prediction.upsert({
    where: { shopId_profileId: profile },
    create: { ...profile, ...learned, churnRate, groupKey: "best" },
    update: { churnRate },
  });
}

const unlearn = (customerId: string) =>
  stage.db.prediction.deleteMany({ where: { profileId: `c${customerId}` } });

const turn = (isOn: boolean) =>
  stage.db.$transaction((tx) =>
    setFieldSync(tx, SHOP, isOn, { queue: stage.deps.queue, now: stage.now }),
  );
const erase = (customerId: string) =>
  eraseCustomer(
    SHOP,
    { requestKey: `erase-${customerId}`, customerId, email: null, orderIds: [] },
    stage.deps,
  );
const sync = (deps: Partial<typeof stage.deps> = {}) =>
  syncMetafieldsJob.run(SHOP, { ...stage.deps, ...deps }, signal);
const later = (minutes: number) => {
  stage.now = new Date(stage.now.getTime() + minutes * MINUTE_MS);
};

const fieldsOf = async (customerId: string) =>
  (await stage.bed.control.record(SHOP, "customers", customerId)).metafields;
const written = (churnRate: string) => ({
  "kindred.group": "best",
  "kindred.churn_chance": churnRate,
});
const recorded = async () =>
  (await stage.db.customerField.findMany({ orderBy: { customerId: "asc" } })).map(
    ({ customerId }) => customerId,
  );
const nextRun = async () =>
  (await stage.db.fieldSync.findUniqueOrThrow({ where: { shopId: SHOP } })).nextRunAt;

describe("customers whom Shopify no longer has", () => {
  test("do not keep others' fields from being written", async () => {
    expect(await sync()).toEqual({ more: false });
    expect(await fieldsOf("201")).toEqual(written("0.10"));
    expect(await fieldsOf("202")).toEqual(written("0.10"));
    await stage.bed.control.clearLogs();
    await turn(true);
    await sync();
    expect(await stage.bed.control.graphqlLog()).toEqual([]);
  });

  test("do not keep others' fields from being deleted", async () => {
    await sync();
    expect(await recorded()).toEqual(["201", "202", GONE]);
    for (const customerId of ["201", GONE]) await erase(customerId);
    expect(await sync()).toEqual({ more: false });
    expect(await fieldsOf("201")).toEqual({});
    expect(await fieldsOf("202")).toEqual(written("0.10"));
    expect(await recorded()).toEqual(["202"]);
    await turn(false);
    await sync();
    expect(await fieldsOf("202")).toEqual({});
    expect(await recorded()).toEqual([]);
  });
});

test("a value that is no longer known leaves Shopify", async () => {
  await unlearn(GONE);
  await sync();
  await stage.db.prediction.updateMany({
    where: { profileId: "c201" },
    data: { groupKey: null },
  });
  await turn(true);
  expect(await sync()).toEqual({ more: false });
  expect(await fieldsOf("201")).toEqual({ "kindred.churn_chance": "0.10" });
  expect(await fieldsOf("202")).toEqual(written("0.10"));

  await stage.db.prediction.updateMany({
    where: { profileId: "c201" },
    data: { churnRate: null },
  });
  await turn(true);
  expect(await sync()).toEqual({ more: false });
  expect(await fieldsOf("201")).toEqual({});
});

test("a deletion that Shopify could not understand is tried again", async () => {
  await sync();
  await erase("201");
  await stage.bed.control.setFaults({ graphql: { fail: 1, failStatus: 400 } });
  await sync();
  expect(await recorded()).toEqual(["201", "202", GONE]);
  later(5);
  await sync();
  expect(await fieldsOf("201")).toEqual({});
  expect(await recorded()).toEqual(["202", GONE]);
});

test("deletes the fields of a customer who was erased after a write whose answer was lost", async () => {
  await unlearn(GONE);
  await stage.bed.control.setFaults({ graphql: { lose: ATTEMPTS } });
  await sync();
  await erase("201");
  // The write may still be under way.
  expect(await sync()).toEqual({ more: false });
  expect(await fieldsOf("201")).toEqual(written("0.10"));
  later(10);
  expect(await sync()).toEqual({ more: false });
  expect(await fieldsOf("201")).toEqual({});
  expect(await fieldsOf("202")).toEqual(written("0.10"));
  expect(await recorded()).toEqual(["202"]);
});

test("deletes what a write restored that was under way during the erasure", async () => {
  await unlearn(GONE);
  await stage.bed.control.setFaults({ graphql: { fail: 1 } });
  let isErased = false;
  const eraseMeanwhile = async () => {
    if (isErased) return;
    isErased = true;
    await erase("201");
    // A second run goes idle until the write has surely ended.
    expect(await sync()).toEqual({ more: false });
    expect(await nextRun()).toEqual(new Date(stage.now.getTime() + 10 * MINUTE_MS));
    // Shopify executes the other attempts, and the first run never learns it.
    await stage.bed.control.setFaults({ graphql: { lose: ATTEMPTS - 1 } });
  };
  await sync({ pause: eraseMeanwhile });
  expect(await fieldsOf("201")).toEqual(written("0.10"));
  later(10);
  await sync();
  expect(await fieldsOf("201")).toEqual({});
  expect(await fieldsOf("202")).toEqual(written("0.10"));
});

test("a failure does not postpone the deletion for a customer who was erased meanwhile", async () => {
  await sync();
  await turn(true);
  later(1);
  await learn("202", 0.9);
  await stage.bed.control.setFaults({ graphql: { fail: ATTEMPTS } });
  const eraseMeanwhile = async () => {
    if ((await stage.db.customerField.count({ where: { isEnding: true } })) === 0)
      await erase("201");
  };
  expect(await sync({ pause: eraseMeanwhile })).toEqual({ more: true });
  expect(await nextRun()).toEqual(stage.now);
  await sync();
  expect(await fieldsOf("201")).toEqual({});
});
