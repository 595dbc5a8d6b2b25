import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findFlow } from "~/flows/flow-store.server";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { storedJson } from "~/flows/stored-json";
import { stepMail } from "~/messages/composing/step-mail";
import { adoptStepTexts } from "~/messages/document/adopt-step-texts.server";
import { findPublished, saveDraft } from "~/messages/document/template-store.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
const [MAIL] = ABANDONED_CHECKOUT.steps.filter((step) => step.kind === "send");
const TEMPLATE = `${ABANDONED_CHECKOUT.key}/${MAIL!.stepId}`;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.shop.deleteMany();
  await storeShopWithFlows(db);
  // As the library was before its mails had names: each step brings its texts.
  await db.flowVersion.updateMany({
    where: { flowId: FLOW_ID },
    data: { definition: storedJson(ABANDONED_CHECKOUT) },
  });
});

const adopt = () => adoptStepTexts({ db: database.db, now: () => NOW });
const flowNow = async () => (await findFlow(database.db, SHOP, FLOW_ID))!;
const published = async () => (await findPublished(database.db, SHOP, [TEMPLATE])).get(TEMPLATE);

test("texts that stand in a step become a template that the flow's next version says", async () => {
  const before = await flowNow();
  expect(await adopt()).toBe(1);
  const after = await flowNow();
  expect(after.version).toBe(before.version + 1);
  expect(after.definition.steps.find(({ stepId }) => stepId === MAIL!.stepId)).toMatchObject({
    templateId: TEMPLATE,
  });
  expect(await published()).toEqual(stepMail(MAIL!));
});

test("whoever is in the flow keeps the version that they began with", async () => {
  const { version } = await flowNow();
  await adopt();
  const row = await database.db.flowVersion.findFirstOrThrow({
    where: { flowId: FLOW_ID, version },
  });
  expect(row.definition).toEqual(storedJson(ABANDONED_CHECKOUT));
});

test("done over it changes nothing, and an archived flow is left alone", async () => {
  await adopt();
  expect(await adopt()).toBe(0);
  await database.db.shop.deleteMany();
  await storeShopWithFlows(database.db);
  await database.db.flow.updateMany({ data: { status: "archived" } });
  expect(await adopt()).toBe(0);
});

test("a template that the merchant has begun by then stays as it is", async () => {
  const document = { ...findReadyTemplate(TEMPLATE)!, subject: "Mine" };
  const draft = { templateId: TEMPLATE, name: "Mail", document, baseRevision: 0, now: NOW };
  await saveDraft(database.db, SHOP, draft);
  await adopt();
  expect(await published()).toBeUndefined();
  expect((await flowNow()).definition.steps).toContainEqual(
    expect.objectContaining({ templateId: TEMPLATE }),
  );
});
