import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findFlow, listFlows, saveFlowVersion } from "~/flows/flow-store.server";
import { installLibraryJob } from "~/flows/library/install-library.job.server";
import { installFlowLibrary } from "~/flows/library/install-library.job.server";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { libraryName, nameLibraryFlows } from "~/flows/library/name-library-flows.server";
import { CROSS_SELL } from "~/flows/library/orders/cross-sell";
import { recordMerchantLocale } from "~/shopify/shop-store.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { dueShopsOf } from "../support/due-shops";

let database: Database;
const now = () => NOW;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.shop.deleteMany();
  await createShop(database.db);
  await install();
});

const install = () => database.db.$transaction((tx) => installFlowLibrary(tx, SHOP, NOW));
const save = (baseVersion: number, name: string) =>
  saveFlowVersion(
    SHOP,
    { flowId: "cross-sell", baseVersion, definition: { ...CROSS_SELL, name }, actor: "merchant" },
    { db: database.db, now },
  );

test("the names of the library are those of the English catalog", () => {
  for (const { key, name } of FLOW_LIBRARY) expect(libraryName(key, "en")).toBe(name);
});

describe("the flows of a shop", () => {
  test("start as drafts of the library", async () => {
    const flows = await listFlows(database.db, SHOP);
    expect(flows).toHaveLength(FLOW_LIBRARY.length);
    expect(flows.every(({ status, version }) => status === "draft" && version === 1)).toBe(true);
    for (const { flowId, definition } of flows) {
      expect(definition).toEqual(FLOW_LIBRARY.find(({ key }) => key === flowId));
    }
  });

  test("keep the merchant's changes when the library is installed again", async () => {
    await save(1, "Mine");
    await install();
    expect(await findFlow(database.db, SHOP, "cross-sell")).toMatchObject({
      version: 2,
      definition: { name: "Mine" },
    });
  });

  test("are installed by a job that finds shops with missing flows", async () => {
    const deps = { db: database.db, now };
    const listDue = () => dueShopsOf(installLibraryJob, database.db, NOW);
    expect(await listDue()).toEqual([]);
    await database.db.flow.deleteMany({ where: { flowId: "cross-sell" } });
    expect(await listDue()).toEqual([SHOP]);
    await installLibraryJob.run(SHOP, deps, new AbortController().signal);
    expect(await listDue()).toEqual([]);
    expect(await listFlows(database.db, SHOP)).toHaveLength(FLOW_LIBRARY.length);
  });

  test("are named in the language in which the shop's team opens the app", async () => {
    const { db } = database;
    await db.flow.deleteMany({ where: { flowId: "cross-sell" } });
    await db.shop.updateMany({ data: { merchantLocale: "de-AT" } });
    await installLibraryJob.run(SHOP, { db, now }, new AbortController().signal);
    const flows = new Map((await listFlows(db, SHOP)).map((it) => [it.flowId, it]));
    expect(flows.get("cross-sell")?.definition.name).toBe("Cross-Selling nach der Lieferung");
    expect(flows.get("welcome")?.definition.name).toBe("Welcome");
    expect(await db.flow.count({ where: { name: "Cross-Selling nach der Lieferung" } })).toBe(1);
  });

  test("are renamed when the team's language becomes known, except those the merchant has named", async () => {
    const { db } = database;
    await save(1, "Mine");
    expect(await recordMerchantLocale(db, SHOP, "de-AT")).toBe(true);
    await nameLibraryFlows(db, SHOP);
    const flows = new Map((await listFlows(db, SHOP)).map((it) => [it.flowId, it.definition.name]));
    expect(flows.get("welcome")).toBe("Willkommen");
    expect(flows.get("cross-sell")).toBe("Mine");
    expect(await db.flow.count({ where: { name: "Willkommen" } })).toBe(1);
    expect(await recordMerchantLocale(db, SHOP, "fr")).toBe(false);
  });

  test("are not visible to another shop", async () => {
    await createShop(database.db, OTHER_SHOP);
    expect(await findFlow(database.db, OTHER_SHOP, "cross-sell")).toBeNull();
  });
});

describe("saveFlowVersion", () => {
  test("keeps the earlier version for the enrollments on it", async () => {
    expect(await save(1, "Second")).toEqual({ kind: "saved", version: 2 });
    const versions = await database.db.flowVersion.findMany({
      where: { flowId: "cross-sell" },
      orderBy: { version: "asc" },
    });
    expect(versions.map(({ definition }) => (definition as { name: string }).name)).toEqual([
      CROSS_SELL.name,
      "Second",
    ]);
  });

  test("refuses a change based on an earlier version", async () => {
    await save(1, "Second");
    expect(await save(1, "Too late")).toEqual({ kind: "refused", reason: "changed_meanwhile" });
  });

  test("accepts one of two concurrent changes", async () => {
    const outcomes = await Promise.all([save(1, "One"), save(1, "Other")]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["refused", "saved"]);
  });

  test("refuses to change an archived flow", async () => {
    await database.db.flow.updateMany({ data: { status: "archived" } });
    expect(await save(1, "Second")).toEqual({ kind: "refused", reason: "archived" });
  });
});
