import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findFlow } from "~/flows/flow-store.server";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { editOf } from "~/messages/editing/edit-flow";
import { previewMail } from "~/messages/editing/preview-mail.server";
import { saveFlowEdit } from "~/messages/editing/save-flow-edit.server";
import { daysAgo, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
const { keyring, now } = createTestDeps();
const [mail] = ABANDONED_CHECKOUT.steps.filter((step) => step.kind === "send");

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await storeShopWithFlows(db);
  await db.settings.create({
    data: { shopId: SHOP, brand: { postalAddress: "1 Mill Lane, Bath" }, updatedAt: now() },
  });
  await db.product.create({
    data: {
      shopId: SHOP,
      productId: "501",
      handle: "tray",
      title: "Cedar tray",
      vendor: "",
      productType: "",
      status: "active",
      imageUrl: "https://cdn.kettle.example/tray.png",
      createdAt: daysAgo(9),
      sourceUpdatedAt: daysAgo(9),
      variants: {
        create: {
          variantId: "601",
          position: 1,
          title: "",
          priceMinor: 24_00n,
          availableForSale: true,
        },
      },
    },
  });
});
afterAll(() => database.close());

const save = (version: number, trigger: string) =>
  saveFlowEdit(
    SHOP,
    FLOW_ID,
    { ...editOf(ABANDONED_CHECKOUT, version), trigger },
    { db: database.db, now },
  );

test("a saved change becomes the next version, and of two savers the second is told", async () => {
  expect(await save(1, "90")).toEqual({ kind: "saved", version: 2 });
  expect(await save(1, "120")).toEqual({ kind: "refused", reason: "changed_meanwhile" });
  const flow = await findFlow(database.db, SHOP, FLOW_ID);
  expect(flow).toMatchObject({ version: 2, definition: { trigger: { idleMinutes: 90 } } });
});

test("a change with a problem saves nothing", async () => {
  const outcome = await save(2, "never");
  expect(outcome.kind === "invalid" && Object.keys(outcome.problems)).toEqual(["trigger"]);
  expect((await findFlow(database.db, SHOP, FLOW_ID))?.version).toBe(2);
});

test("a flow that is not there cannot be saved", async () => {
  const edit = editOf(ABANDONED_CHECKOUT, 1);
  const outcome = await saveFlowEdit(SHOP, "no-such-flow", edit, { db: database.db, now });
  expect(outcome).toEqual({ kind: "refused", reason: "not_found" });
});

test("a preview shows the texts of the form with the shop's brand and products", async () => {
  const copy = { ...mail!.copy, heading: "Hello {{ recipient.firstName }}" };
  const preview = await previewMail(
    database.db,
    SHOP,
    { template: "abandoned-checkout", copy, pickCount: 4 },
    { keyring },
  );
  if (preview.kind !== "ready") throw new Error(preview.problem);
  expect(preview.html).toContain("Hello Ada");
  expect(preview.html).toContain("Cedar tray");
  expect(preview.html).toContain("1 Mill Lane, Bath");
});

test("a preview says what is wrong with a text instead of failing", async () => {
  const copy = { ...mail!.copy, subject: "{{ order.total }}" };
  const preview = await previewMail(
    database.db,
    SHOP,
    { template: "abandoned-checkout", copy, pickCount: 0 },
    { keyring },
  );
  expect(preview.kind === "refused" && preview.problem).toContain("subject");
});
