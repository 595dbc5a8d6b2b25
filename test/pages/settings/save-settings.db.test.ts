import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { chooseIndustry } from "~/pages/settings/choose-industry.server";
import { loadSettingsPage, saveSettings } from "~/pages/settings/save-settings.server";
import type { FlowDefinition } from "~/flows/definition/flow";
import { findFlow, listFlows, saveFlowVersion } from "~/flows/flow-store.server";
import { loadSendingSetup } from "~/delivery/decision/sending-setup.server";
import { SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  emptyTables,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

let database: Database;
let deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  deps = createTestDeps();
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const page = () => loadSettingsPage(database.db, SHOP, deps);
const save = async (version: number, change: Record<string, string>) =>
  saveSettings(
    SHOP,
    { version, values: { ...(await page()).values, ...change } },
    { db: database.db, ...deps, config: { kindredSender: "kindred@kindred.example" } },
  );
const complete = { postalAddress: "1 Mill Lane, Bath", senderAddress: "hello@kettle.example" };

test("shows the shop's name and the defaults before anything is saved", async () => {
  expect(await page()).toMatchObject({
    version: 0,
    timeZone: "Europe/London",
    values: {
      shopName: "Kettle & Co",
      postalAddress: "",
      holdoutPercent: "5",
      shopHoldoutPercent: "0",
      baselinePercent: "10",
      attributionDays: "5",
      optInRule: "double",
      tracksOpens: "no",
      costPerMonth: "0",
      costPerThousandEmails: "0",
    },
  });
});

test("uses the saved settings for sending", async () => {
  expect(await save(0, { ...complete, marketingCapHours: "20" })).toEqual({
    kind: "saved",
    version: 1,
  });
  const setup = await loadSendingSetup(database.db, SHOP, deps);
  expect(setup.settings.marketingCapHours).toBe(20);
  expect(setup.sender).toMatchObject({ kind: "ready", from: { address: "hello@kettle.example" } });
  expect(await database.db.auditEntry.findMany({ where: { shopId: SHOP } })).toMatchObject([
    { action: "settings_saved", actor: "merchant" },
  ]);
});

test("rejects the second of two concurrent saves", async () => {
  await save(0, complete);
  const refused = { kind: "refused", reason: "changed_meanwhile" };
  expect(await save(0, complete)).toEqual(refused);
  expect(await save(1, { ...complete, shopName: "Kettles" })).toMatchObject({ version: 2 });
  expect(await save(1, complete)).toEqual(refused);
  expect((await page()).values.shopName).toBe("Kettles");
});

test("saves nothing when a field is invalid", async () => {
  expect(await save(0, { ...complete, accent: "green" })).toMatchObject({ kind: "invalid" });
  expect((await page()).version).toBe(0);
});

test("makes emails that waited for a sender due when it is set", async () => {
  const { db } = database;
  const profileId = await storeProfile(db, deps.keyring, "ada");
  const later = new Date(deps.now().getTime() + 900_000);
  const waits = { state: "planned", sentAt: null, nextRunAt: later };
  const held = await storeMessage(db, profileId, { ...waits, reason: "sender_missing" });
  const other = await storeMessage(db, profileId, { ...waits, reason: "quiet_hours" });
  await save(0, complete);
  const dueAt = async (messageId: string) =>
    (
      await db.messageStatus.findUnique({
        where: { shopId_messageId: { shopId: SHOP, messageId } },
      })
    )?.nextRunAt;
  expect(await dueAt(held)).toEqual(deps.now());
  expect(await dueAt(other)).toEqual(later);
  expect(deps.announced).toEqual([{ shopId: SHOP, fact: "messages_planned" }]);
});

test("an industry changes the waits of prebuilt flows that are off and unchanged, and takes them back", async () => {
  const waits = async () => {
    const flows = await listFlows(database.db, SHOP);
    return ["abandoned-checkout", "abandoned-cart", "win-back"].map((id) => {
      const { trigger } = flows.find(({ flowId }) => flowId === id)?.definition ?? {};
      return trigger && "idleMinutes" in trigger ? trigger.idleMinutes : trigger?.kind;
    });
  };
  const where = { shopId: SHOP, flowId: "abandoned-checkout" };
  await database.db.flow.updateMany({ where, data: { status: "live" } });
  await save(0, { ...complete, industry: "travel" });
  expect((await page()).values.industry).toBe("travel");
  expect(await waits()).toEqual([60, 180, "lapsed"]);

  const flow = await findFlow(database.db, SHOP, "win-back");
  const definition = { ...(flow?.definition as FlowDefinition), note: "Mine" };
  const change = { flowId: "win-back", baseVersion: flow?.version ?? 0, definition };
  await saveFlowVersion(SHOP, { ...change, actor: "merchant" }, { db: database.db, ...deps });
  await chooseIndustry(SHOP, "online_store", { db: database.db, ...deps });
  expect(await waits()).toEqual([60, 60, "lapsed"]);
  const kept = await findFlow(database.db, SHOP, "win-back");
  expect(kept?.definition.trigger).toMatchObject({ defaultDays: 300 });
  // The form that was open does not overwrite the choice.
  expect(await save(1, complete)).toMatchObject({ reason: "changed_meanwhile" });
});
