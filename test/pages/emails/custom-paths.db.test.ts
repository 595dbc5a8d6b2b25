import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { FlowDefinition } from "~/flows/definition/flow";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { storedJson } from "~/flows/stored-json";
import { listCustomPaths } from "~/pages/emails/custom-paths.server";
import { hoursAgo, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

const deps = createTestDeps();
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await storeShopWithFlows(database.db);
  const trigger = {
    ...{ kind: "custom_event", eventName: "review_submitted", property: "", comparison: "is" },
    ...{ value: "", maxAgeHours: 72 },
  };
  const definition = storedJson(FlowDefinition.parse({ ...ABANDONED_CHECKOUT, trigger }));
  await database.db.flowVersion.updateMany({ where: { flowId: FLOW_ID }, data: { definition } });
  const events = [
    { name: "review_submitted", properties: { rating: 5 } },
    { name: "review_submitted", properties: { product: "Tray" } },
    { name: "tier_reached", properties: { tier: "gold" } },
  ].map(({ name, properties }, n) => ({
    ...({ shopId: SHOP, source: "api", sourceId: `e${n}`, customerId: "1" } as const),
    kind: "custom_event_received" as const,
    ...{ occurredAt: hoursAgo(1), payload: { name }, personal: { properties } },
  }));
  await database.db.$transaction((tx) => recordEvents(tx, events, deps));
});
afterAll(() => database.close());

const paths = (templateId: string) =>
  listCustomPaths(database.db, SHOP, { templateId, properties: ["points", "VIP kind"] }, deps);

test("lists the properties of the event that starts the email's flow, and those of customers", async () => {
  expect(await paths("abandoned-checkout/email-1")).toEqual([
    ...["event.product", "event.rating", "property.points"],
  ]);
});

test("an email of another flow has only properties of customers", async () => {
  expect(await paths("welcome/email-1")).toEqual(["property.points"]);
});
