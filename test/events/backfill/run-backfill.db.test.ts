import { describe, expect, test } from "vitest";
import {
  listBackfills,
  selectShopsWithDueBackfills,
} from "~/events/backfill/backfill-store.server";
import { runBackfillJob } from "~/events/backfill/run-backfill.job.server";
import { readDueShops } from "../../support/due-shops";
import { EDGE_SHOP as SHOP, edgeStage } from "../../support/edge-stage";
import { waitFor } from "../../support/wait-for";

const stage = edgeStage();

const states = async () =>
  Object.fromEntries((await listBackfills(stage.db, SHOP)).map((it) => [it.resource, it.state]));
const run = (signal = new AbortController().signal) => runBackfillJob.run(SHOP, stage.deps, signal);
const facts = () => stage.deps.announced.map((it) => it.fact);
const wait = (seconds: number) => (stage.now = new Date(stage.now.getTime() + seconds * 1000));

/** Runs the job until only time or Shopify could add work. */
async function runToTheEnd(): Promise<void> {
  const runOnce = async () => {
    await run();
    wait(1);
    return Object.values(await states()).every((it) => it === "done" || it === "failed") || null;
  };
  await waitFor("the end of the back-fill", runOnce, states);
}

describe("run-backfill", () => {
  test("records all existing data of the shop and announces it once", async () => {
    await runToTheEnd();

    const kinds = await stage.db.event.groupBy({ by: ["kind"], _count: true });
    expect(Object.fromEntries(kinds.map((it) => [it.kind, it._count]))).toMatchObject({
      product_changed: 2,
      collection_changed: 1,
      customer_created: 2,
      order_placed: 2,
    });
    expect(await listBackfills(stage.db, SHOP)).toMatchObject([
      { resource: "products", state: "done", objectCount: 2, importedCount: 2, reason: null },
      { resource: "collections", state: "done", objectCount: 1, importedCount: 1 },
      { resource: "customers", state: "done", objectCount: 2, importedCount: 2 },
      { resource: "orders", state: "done", objectCount: 2, importedCount: 2 },
    ]);
    expect(facts().filter((it) => it === "backfill_completed")).toHaveLength(1);
    expect(facts()).toContain("events_recorded");
  });

  test("records an order with its lines and a collection with its members", async () => {
    await runToTheEnd();
    const order = await stage.db.event.findFirstOrThrow({
      where: { shopId: SHOP, sourceId: "order/401/placed" },
    });
    expect(order.payload).toMatchObject({ lines: [{ productId: "101" }, { productId: "102" }] });
    expect(order.customerId).toBe("201");
    const collection = await stage.db.event.findFirstOrThrow({
      where: { shopId: SHOP, kind: "collection_changed" },
    });
    expect(collection.payload).toMatchObject({ productIds: ["101", "102"] });
  });

  test("records customers before their orders", async () => {
    await runToTheEnd();
    const rows = await stage.db.event.findMany({
      where: { shopId: SHOP },
      orderBy: { seq: "asc" },
    });
    const lastCustomer = rows.findLastIndex((it) => it.kind === "customer_created");
    const firstOrder = rows.findIndex((it) => it.kind === "order_placed");
    expect(firstOrder).toBeGreaterThan(lastCustomer);
  });

  test("starts all four operations at once", async () => {
    await run();
    expect(new Set(Object.values(await states()))).not.toContain("waiting");
  });

  test("records nothing twice on a second import", async () => {
    await runToTheEnd();
    const before = await stage.db.event.count();
    await stage.db.backfill.updateMany({
      data: { state: "waiting", nextRunAt: stage.now, linesDone: 0, importedCount: 0 },
    });
    await runToTheEnd();
    expect(await stage.db.event.count()).toBe(before);
  });

  test.each(["FAILED", "PARTIAL", "EXPIRED"] as const)(
    "starts over, with the reason shown, when an operation ends as %s",
    async (outcome) => {
      await stage.bed.control.setFaults({ bulk: { outcomes: [outcome] } });
      const restarted = await waitFor("an import that starts over", async () => {
        await run();
        const found = (await listBackfills(stage.db, SHOP)).filter((it) => it.attempts === 1);
        return found.length > 0 ? found : null;
      });
      expect(restarted).toMatchObject([
        {
          state: "waiting",
          reason: expect.stringContaining("Shopify's export ended as") as string,
        },
      ]);
      wait(60);
      await runToTheEnd();
      expect(new Set(Object.values(await states()))).toEqual(new Set(["done"]));
    },
  );

  test("does not depend on a webhook", async () => {
    await stage.bed.control.setFaults({ bulk: { withoutWebhook: 4 } });
    await runToTheEnd();
    expect(new Set(Object.values(await states()))).toEqual(new Set(["done"]));
  });

  test("waits while Shopify rejects the app's token, and explains what to do", async () => {
    await stage.bed.control.revokeTokens(SHOP);
    expect(await run()).toEqual({ more: false });
    const [first] = await listBackfills(stage.db, SHOP);
    expect(first).toMatchObject({
      state: "waiting",
      attempts: 0,
      reason: expect.stringContaining("open Kindred") as string,
    });

    expect(await stage.open()).toBe("unchanged");
    expect(facts()).toContain("backfill_advanced");
    await runToTheEnd();
  });

  test("is due for the sweep until it is done, and not after an uninstall", async () => {
    expect(await readDueShops(stage.db, selectShopsWithDueBackfills(stage.now))).toEqual([SHOP]);
    await stage.db.shop.updateMany({ data: { uninstalledAt: stage.now } });
    expect(await readDueShops(stage.db, selectShopsWithDueBackfills(stage.now))).toEqual([]);
    expect(await run()).toEqual({ more: false });

    await stage.db.shop.updateMany({ data: { uninstalledAt: null } });
    await runToTheEnd();
    expect(
      await readDueShops(stage.db, selectShopsWithDueBackfills(new Date("2027-01-01"))),
    ).toEqual([]);
  });
});
