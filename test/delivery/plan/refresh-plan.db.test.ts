import { beforeEach, describe, expect, test } from "vitest";
import { refreshPlanJob } from "~/delivery/plan/refresh-plan.job.server";
import { choosePlan } from "~/pages/plan/choose-plan.server";
import {
  schedulePlanCheck,
  schedulePlanChecksAfterBillingChange,
  findShopPlan,
  selectShopsWithDuePlanCheck,
} from "~/shopify/billing/shop-plan-store.server";
import { readDueShops } from "../../support/due-shops";
import { EDGE_SHOP as SHOP, edgeStage } from "../../support/edge-stage";

const stage = edgeStage();
beforeEach(async () => {
  // An uninstall ends the subscription of another test.
  await stage.bed.control.uninstall(SHOP);
  await stage.open();
  await stage.bed.control.clearLogs();
});
const HOUR_MS = 3_600_000;
const { signal } = new AbortController();

const deps = (billing: "on" | "off") => ({
  ...stage.deps,
  config: {
    billing,
    shopify: {
      ...stage.deps.config.shopify,
      appUrl: "https://kindred.example",
      appBridgeUrl: null,
    },
  },
});
const ask = (billing: "on" | "off") => refreshPlanJob.run(SHOP, deps(billing), signal);
const held = async () => (await findShopPlan(stage.db, SHOP))?.plan.id;
const toAsk = (afterMs = 0) =>
  readDueShops(stage.db, selectShopsWithDuePlanCheck(new Date(+stage.now + afterMs)));
const operations = async () =>
  (await stage.bed.control.graphqlLog()).map(({ operation }) => operation);
/** As at the start of the process. */
const startWith = (billing: "on" | "off") =>
  schedulePlanChecksAfterBillingChange(stage.db, { isBilled: billing === "on", now: stage.now });

describe("without billing", () => {
  test("gives an unbilled shop all features without asking Shopify", async () => {
    expect(await toAsk()).toEqual([SHOP]);
    await ask("off");
    expect(await held()).toBe("unlimited");
    expect(await operations()).toEqual([]);
    expect(await toAsk(30 * 24 * HOUR_MS)).toEqual([]);
  });

  test("asks Shopify at once after billing is turned on", async () => {
    await ask("off");
    await startWith("off");
    expect(await toAsk()).toEqual([]);
    await startWith("on");
    expect(await toAsk()).toEqual([SHOP]);
    await ask("on");
    expect(await held()).toBe("free");
  });

  test("keeps all features for a shop that paid before", async () => {
    await ask("on");
    expect(await toAsk()).toEqual([]);
    await startWith("off");
    expect(await toAsk()).toEqual([SHOP]);
    await ask("off");
    expect(await held()).toBe("unlimited");
  });
});

describe("a subscription", () => {
  beforeEach(async () => {
    await ask("on");
    await choosePlan(SHOP, "growth", deps("on"));
  });

  const newest = async () => (await stage.bed.control.subscriptions(SHOP)).at(-1)!;
  const change = async (what: "approve" | "freeze" | "thaw") =>
    stage.bed.control.changeSubscription(SHOP, (await newest()).id, what);
  /** Its webhook arrived, or another reason to check. */
  async function readPlan() {
    await stage.db.$transaction((tx) => schedulePlanCheck(tx, SHOP, stage.now));
    await ask("on");
    const plan = await findShopPlan(stage.db, SHOP);
    return `${plan?.plan.id}, ${plan?.lastStatus}`;
  }

  test("gives the free plan while it is frozen until the bill is paid", async () => {
    await change("approve");
    expect(await readPlan()).toBe("growth, active");
    await change("freeze");
    expect(await readPlan()).toBe("free, frozen");
    await change("thaw");
    expect(await readPlan()).toBe("growth, active");
  });

  test("is read once more when it changes during the reading", async () => {
    await change("approve");
    expect(await readPlan()).toBe("growth, active");
    await stage.db.$transaction((tx) => schedulePlanCheck(tx, SHOP, stage.now));
    await stage.bed.control.setFaults({ graphql: { fail: 1 } });
    const webhookMeanwhile = () =>
      stage.db.$transaction((tx) => schedulePlanCheck(tx, SHOP, stage.now));
    const reading = { ...deps("on"), pause: webhookMeanwhile };
    expect(await refreshPlanJob.run(SHOP, reading, signal)).toEqual({ more: true });
    expect(await toAsk()).toEqual([SHOP]);
    expect(await ask("on")).toEqual({ more: false });
    expect(await toAsk()).toEqual([]);
  });

  test("is read soon when it changes during a reading that fails", async () => {
    await stage.db.$transaction((tx) => schedulePlanCheck(tx, SHOP, stage.now));
    await stage.bed.control.setFaults({ graphql: { fail: 6 } });
    expect(await ask("on")).toEqual({ more: false });
    expect(await toAsk()).toEqual([]);
    await stage.db.$transaction((tx) => schedulePlanCheck(tx, SHOP, stage.now));
    await stage.bed.control.setFaults({ graphql: { fail: 6 } });
    const webhookMeanwhile = () =>
      stage.db.$transaction((tx) => schedulePlanCheck(tx, SHOP, stage.now));
    await refreshPlanJob.run(SHOP, { ...deps("on"), pause: webhookMeanwhile }, signal);
    expect(await toAsk()).toEqual([SHOP]);
  });

  test("expires without approval after two days", async () => {
    expect(await readPlan()).toBe("free, pending");
    await stage.bed.control.setClock({ advanceMs: 49 * HOUR_MS });
    expect(await readPlan()).toBe("free, expired");
    expect((await newest()).status).toBe("EXPIRED");
    await expect(change("approve")).rejects.toThrow(/EXPIRED/);
  });
});
