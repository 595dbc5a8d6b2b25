import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { receiveFlowAction } from "~/delivery/shopify-flow/receive-flow-action.server";
import { createFlow } from "~/flows/library/create-flow.server";
import { beginEmail } from "~/messages/templates/begin-email.server";
import { OTHER_SHOP, SHOP } from "../../support/builders";
import { publishDrafts } from "../../support/publish-drafts";
import { storeProfile } from "../../support/stored-rows";
import { openFlowStage, type FlowStage } from "../../flows/library/flow-stage";

const SECRET = "test-secret";
let stage: FlowStage;
let flowId: string;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

const deps = () => ({
  ...stage.deps,
  db: stage.database.db,
  beginEmail,
  config: { shopify: { apiSecret: SECRET, apiSecretOld: null } },
});

beforeEach(async () => {
  const { db } = stage.database;
  await stage.begin("welcome");
  await db.suppression.deleteMany();
  await db.inboxEntry.deleteMany();
  await db.profileProperty.deleteMany();
  await db.flow.updateMany({ data: { status: "draft" } });
  flowId = (await createFlow(SHOP, { trigger: "shopify_flow" }, "merchant", deps()))!;
  await publishDrafts(db);
  await db.flow.updateMany({ where: { flowId }, data: { status: "live", name: "Gold members" } });
});

interface Ask {
  readonly runId?: string;
  readonly secret?: string;
  readonly shop?: string;
}

/** Sends a request like Shopify Flow. */
function ask(
  handle: string,
  properties: object,
  { runId = "run-1", secret = SECRET, shop = SHOP }: Ask = {},
) {
  const body = JSON.stringify({ shopify_domain: shop, action_run_id: runId, properties });
  const signature = createHmac("sha256", secret).update(body).digest("base64");
  const headers = new Headers({ "x-shopify-hmac-sha256": signature });
  return receiveFlowAction(handle, headers, Buffer.from(body), deps());
}
const addToFlow = (more: Ask = {}, flow = "gold members") =>
  ask("add-to-flow", { customer_id: 1, flow }, more);

describe("a Shopify Flow action", () => {
  test("adds the customer to a flow, which emails them", async () => {
    expect(await addToFlow()).toEqual({ kind: "done" });
    await stage.catchUp();
    await stage.pass(1);
    expect(await stage.sent()).toEqual([[0, "email-1"]]);
  });

  test("enrolls once when it is delivered three times, at once or in sequence", async () => {
    const answers = await Promise.all([addToFlow(), addToFlow(), addToFlow()]);
    answers.push(await addToFlow());
    expect(answers).toEqual(Array(4).fill({ kind: "done" }));
    await stage.catchUp();
    await stage.pass(1);
    expect(await stage.sent()).toHaveLength(1);
    expect(await stage.database.db.enrollment.count({ where: { flowId } })).toBe(1);
  });

  test("enrolls again for another workflow run", async () => {
    await addToFlow();
    await addToFlow({ runId: "run-2" });
    await stage.catchUp();
    await stage.pass(1);
    expect(await stage.database.db.enrollment.count({ where: { flowId } })).toBe(2);
  });

  test("enrolls only in the requested flow", async () => {
    const other = (await createFlow(SHOP, { trigger: "shopify_flow" }, "merchant", deps()))!;
    await stage.database.db.flow.updateMany({
      where: { flowId: other },
      data: { status: "live", name: "Others" },
    });
    await addToFlow();
    await stage.catchUp();
    await stage.pass(1);
    expect(await stage.database.db.enrollment.count({ where: { flowId: other } })).toBe(0);
  });

  const sendEmail = (more: Ask = {}, email = "sale") =>
    ask("send-email", { customer_id: 1, email }, more);
  const flowsByEmail = () =>
    stage.database.db.flow.findMany({ where: { name: { contains: "by Shopify Flow" } } });

  test("sends a campaign's email once when it is delivered repeatedly", async () => {
    const answers = await Promise.all([sendEmail(), sendEmail(), sendEmail()]);
    answers.push(await sendEmail());
    expect(answers).toEqual(Array(4).fill({ kind: "done" }));
    await stage.catchUp();
    await stage.pass(1);
    expect(await stage.sent()).toHaveLength(1);
    expect(await flowsByEmail()).toMatchObject([{ status: "live" }]);
  });

  test("does not email unsubscribed customers or repeat an email", async () => {
    await sendEmail();
    await stage.catchUp();
    await stage.pass(1);
    await sendEmail({ runId: "run-2" });
    await stage.catchUp();
    await stage.pass(1);
    expect(await stage.sent()).toHaveLength(1);
    const again = await stage.database.db.messageStatus.findMany({ where: { state: "skipped" } });
    expect(again).toMatchObject([{ reason: "repeated" }]);
    const data = { marketingState: "unsubscribed" };
    await stage.database.db.profile.updateMany({ where: { profileId: "c1" }, data });
    await sendEmail({ runId: "run-3" });
    await stage.catchUp();
    await stage.pass(30);
    expect(await stage.sent()).toHaveLength(1);
  });

  test("reports an unknown email name and a paused flow", async () => {
    expect(await sendEmail({}, "Nothing like it")).toMatchObject({ kind: "refused" });
    expect(await flowsByEmail()).toEqual([]);
    await sendEmail();
    await stage.database.db.flow.updateMany({ data: { status: "paused" } });
    const refused = await sendEmail({ runId: "run-2" });
    expect(refused).toMatchObject({ kind: "refused" });
    expect(refused).toHaveProperty("reason", expect.stringContaining("in Kindred isn’t on"));
  });

  test("skips an unsubscribed customer", async () => {
    const data = { marketingState: "unsubscribed" };
    await stage.database.db.profile.updateMany({ where: { profileId: "c1" }, data });
    expect(await addToFlow()).toEqual({ kind: "done" });
    await stage.catchUp();
    await stage.pass(1);
    expect(await stage.sent()).toEqual([]);
  });

  test("stores a property and overwrites it later", async () => {
    const note = (value: string, runId: string) =>
      ask("set-property", { customer_id: 1, name: "Club", value }, { runId });
    await note("silver", "run-1");
    await note("gold", "run-2");
    // A redelivery of the first.
    expect(await note("silver", "run-1")).toEqual({ kind: "done" });
    expect(await stage.database.db.profileProperty.findMany()).toMatchObject([
      { profileId: "c1", name: "Club", value: "gold", flowId: "shopify-flow" },
    ]);
  });

  test("stops email to the customer and leaves the consent in Shopify unchanged", async () => {
    expect(await ask("stop-email", { customer_id: 1 })).toEqual({ kind: "done" });
    expect(await stage.database.db.suppression.findMany()).toMatchObject([
      { reason: "manual", nextRunAt: null },
    ]);
    await addToFlow({ runId: "run-2" });
    await stage.catchUp();
    await stage.pass(1);
    expect(await stage.sent()).toEqual([]);
  });
});

describe("is rejected", () => {
  test("without Shopify's signature", async () => {
    expect(await addToFlow({ secret: "another" })).toEqual({ kind: "unsigned" });
    expect(await stage.database.db.inboxEntry.count()).toBe(0);
  });

  test("for a shop without the app", async () => {
    const answer = await addToFlow({ shop: OTHER_SHOP.replace("myshopify", "x.myshopify") });
    expect(answer).toMatchObject({ kind: "refused" });
    await stage.database.db.shop.updateMany({ data: { uninstalledAt: stage.now() } });
    expect(await addToFlow()).toEqual({
      kind: "refused",
      reason: "Kindred isn’t installed in this store",
    });
  });

  test("for a field that cannot be read, in the merchant's language", async () => {
    const set = (properties: object) =>
      ask("set-property", { customer_id: 1, name: "Club", value: "gold", ...properties });
    expect(await set({ name: "a=b" })).toEqual({
      kind: "refused",
      reason: "“Name”: enter 1 to 40 characters: letters, digits, spaces, hyphens and underscores",
    });
    await stage.database.db.shop.updateMany({ data: { merchantLocale: "de" } });
    expect(await set({ value: "c".repeat(101) })).toEqual({
      kind: "refused",
      reason: "„Value“: Gib 1 bis 100 Zeichen ein",
    });
    await stage.database.db.shop.updateMany({ data: { merchantLocale: null } });
    expect(await ask("tag", {})).toEqual({
      kind: "refused",
      reason: "Kindred has no such action",
    });
  });

  test("for a flow that is not live or has another trigger, until it is ready", async () => {
    const { db } = stage.database;
    await db.flow.updateMany({ where: { flowId }, data: { status: "paused" } });
    expect(await addToFlow()).toMatchObject({ kind: "refused" });
    await db.flow.updateMany({ data: { status: "live" } });
    expect(await addToFlow({}, "Welcome")).toMatchObject({ kind: "refused" });
    expect(await addToFlow()).toEqual({ kind: "done" });
  });

  test("is retried for an unknown customer", async () => {
    const stop = () => ask("stop-email", { customer_id: 2 });
    expect(await stop()).toMatchObject({ kind: "later" });
    await storeProfile(stage.database.db, stage.deps.keyring, "2");
    expect(await stop()).toEqual({ kind: "done" });
  });
});
