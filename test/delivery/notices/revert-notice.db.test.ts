import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { notifyMerchantJob } from "~/delivery/actions/notify-merchant.job.server";
import { queueRevertNotice } from "~/delivery/notices/revert-notice.server";
import { MERCHANT_SETTING } from "~/experiments/optimization/experiment";
import { recordDecision } from "~/experiments/optimization/experiment-store.server";
import { shopContactLocation } from "~/privacy/shop-contact";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { recordingMailer } from "../../support/recording-mailer";
import { emptyTables, FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

const deps = createTestDeps();
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  const { db } = database;
  await emptyTables(db);
  await storeShopWithFlows(db);
  const contact = JSON.stringify({ email: "owner@kettle.example" });
  const sealedContact = deps.keyring.seal(contact, shopContactLocation(SHOP));
  await db.shop.update({ where: { shopId: SHOP }, data: { sealedContact } });
});
afterAll(() => database.close());

/** Reverts a test of send times, and sends what is due. */
async function revert(revertNotices: boolean) {
  const { db } = database;
  const mailer = recordingMailer();
  const sending = { senderAddress: "hello@kettle.example", revertNotices };
  const brand = { postalAddress: "1 Mill Lane, Bath" };
  await db.settings.create({ data: { shopId: SHOP, brand, sending, updatedAt: NOW } });
  const scope = { kind: "hour", flowId: FLOW_ID, stepId: "email-1" } as const;
  const experiment = { ...scope, variants: MERCHANT_SETTING, isHeld: true };
  const evidence = {
    ...({ kind: "worse", sends: { control: 900, treated: 300 } } as const),
    mean: { control: 40, treated: 30 },
  };
  const decision = { experiment, after: MERCHANT_SETTING, evidence };
  await db.$transaction(async (tx) => {
    const decisionId = await recordDecision(tx, SHOP, decision, NOW);
    await queueRevertNotice(tx, SHOP, decisionId, { keyring: deps.keyring, now: NOW });
  });
  const config = { shopify: { apiKey: "key" } };
  const { signal } = new AbortController();
  await notifyMerchantJob.run(SHOP, { ...deps, db, mailer, now: () => NOW, config }, signal);
  return mailer.taken;
}

test("an automatic revert is reported to the shop's owner, with the email and the loss", async () => {
  const [sent] = await revert(true);
  expect(sent).toMatchObject({
    to: "owner@kettle.example",
    subject: "Kindred ended a test of send times: your setting applies again",
  });
  expect(sent?.text).toContain("25% less than your setting");
  expect(sent?.text).toContain("Abandoned checkout 1");
  expect(sent?.text).toContain("/app/optimizations");
});

test("a merchant who turned these emails off gets none", async () => {
  expect(await revert(false)).toEqual([]);
});
