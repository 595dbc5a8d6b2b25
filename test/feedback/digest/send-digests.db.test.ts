import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { DecisionEvidence } from "~/experiments/optimization/decision-evidence";
import { MERCHANT_SETTING } from "~/experiments/optimization/experiment";
import { countEmailsJob } from "~/feedback/counts/count-emails.job.server";
import { markDaysForRecount } from "~/feedback/counts/count-store.server";
import { selectShopsDueForDigest } from "~/feedback/digest/send-digests.job.server";
import { sendDigestsJob } from "~/feedback/digest/send-digests.job.server";
import { storedJson } from "~/flows/stored-json";
import { shopContactLocation } from "~/privacy/shop-contact";
import { SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { readDueShops } from "../../support/due-shops";
import { recordingMailer } from "../../support/recording-mailer";
import {
  emptyTables,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

/** A Monday, 9 o'clock in London. */
const MONDAY = new Date("2026-03-09T09:00:00Z");
const hoursLater = (hours: number) => new Date(MONDAY.getTime() + hours * 3_600_000);
const { signal } = new AbortController();

let database: Database;
let now: Date;
let mailer: ReturnType<typeof recordingMailer>;
const base = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  now = MONDAY;
  mailer = recordingMailer();
  await emptyTables(db);
  await storeShopWithFlows(db);
  const contact = JSON.stringify({ email: "owner@kettle.example" });
  const sealedContact = base.keyring.seal(contact, shopContactLocation(SHOP));
  await db.shop.update({ where: { shopId: SHOP }, data: { sealedContact } });
  await saveSending({});
  const profileId = await storeProfile(db, base.keyring, "1");
  const messageId = await storeMessage(db, profileId, { sentAt: new Date("2026-03-04T10:00:00Z") });
  await db.$transaction((tx) => markDaysForRecount(tx, SHOP, [messageId]));
  while ((await countEmailsJob.run(SHOP, { db }, signal)).more);
});

async function saveSending(more: object) {
  const sending = { senderAddress: "hello@kettle.example", ...more };
  const brand = { postalAddress: "1 Mill Lane, Bath" };
  await database.db.settings.upsert({
    where: { shopId: SHOP },
    create: { shopId: SHOP, brand, sending, updatedAt: now },
    update: { sending },
  });
}
const isDue = async () =>
  (await readDueShops(database.db, selectShopsDueForDigest(now))).length > 0;
const send = () =>
  sendDigestsJob.run(
    SHOP,
    {
      ...base,
      db: database.db,
      mailer,
      now: () => now,
      config: { shopify: { apiKey: "key" } } as never,
    },
    signal,
  );

test("goes to the shop's owner on Monday morning, once", async () => {
  now = hoursLater(-1.5);
  expect(await isDue()).toBe(false);
  now = MONDAY;
  expect(await isDue()).toBe(true);
  await send();
  await send();
  expect(mailer.taken).toMatchObject([
    { to: "owner@kettle.example", subject: "Kettle & Co: 1 email last week", headers: {} },
  ]);
  const [{ html, text } = { html: "", text: "" }] = mailer.taken;
  expect(html).toContain(`https://${SHOP}/admin/apps/key/app/reports?from=2026-03-02`);
  expect(text).toContain("Your week, Mar 2 to Mar 8");
  now = hoursLater(24);
  expect(await isDue()).toBe(false);
  now = hoursLater(7 * 24);
  expect(await isDue()).toBe(true);
});

test("counts what changed, not what was only proposed or has been reverted", async () => {
  const decisions: readonly (readonly [DecisionEvidence, revertedAt?: Date])[] = [
    [{ kind: "trial", sends: 1_000 }],
    [{ kind: "trial", sends: 2_000 }, MONDAY],
    [{ kind: "fatigue", clickRatio: 0.7, leaveRatio: 2, emails: 900, chance: 0.9 }],
    [{ kind: "fatigue_gone", isApproved: false }],
    [{ kind: "fatigue_gone", isApproved: true }],
  ];
  const variants = storedJson(MERCHANT_SETTING);
  await database.db.experimentDecision.createMany({
    data: decisions.map(([evidence, revertedAt = null], n) => ({
      ...{ shopId: SHOP, decisionId: `change-${n}`, scopeKey: "frequency", revertedAt },
      ...{
        decidedAt: hoursLater(-48),
        before: variants,
        after: variants,
        evidence: storedJson(evidence),
      },
    })),
  });
  await send();
  expect(mailer.taken[0]?.text).toContain("Kindred changed 2 email settings this week");
});

test("does not count as a message, against a cap or in reports", async () => {
  const { db } = database;
  const before = await Promise.all([db.messageStatus.count(), db.emailCount.findMany()]);
  await send();
  expect(mailer.taken).toHaveLength(1);
  expect(await Promise.all([db.messageStatus.count(), db.emailCount.findMany()])).toEqual(before);
  expect(await db.reportRollupQueue.count()).toBe(0);
});

test("skips shops that turned it off, just installed or uninstalled", async () => {
  const { db } = database;
  const where = { shopId: SHOP };
  await saveSending({ weeklyDigest: false });
  expect(await isDue()).toBe(false);
  await saveSending({});
  await db.shop.update({ where, data: { installedAt: hoursLater(-100) } });
  expect(await isDue()).toBe(false);
  await db.shop.update({ where, data: { installedAt: hoursLater(-999), uninstalledAt: MONDAY } });
  expect(await isDue()).toBe(false);
});

test.each([
  [
    "to an address of the merchant's once its owner has confirmed",
    "confirmed",
    "team@kettle.example",
  ],
  ["to the contact address until then", "pending", "owner@kettle.example"],
  ["to the contact address where its owner wants nothing", "stopped", "owner@kettle.example"],
])("goes %s", async (_where, state, to) => {
  await saveSending({ digestAddress: "team@kettle.example" });
  const emailIndex = base.keyring.blindIndex(SHOP, "team@kettle.example");
  await database.db.testAddress.create({
    data: { shopId: SHOP, emailIndex, state, requestedAt: MONDAY },
  });
  await send();
  expect(mailer.taken).toMatchObject([{ to }]);
});

test("is retried with the same bytes and key for a day", async () => {
  mailer.next((batch) => {
    mailer.take(batch);
    return { kind: "ambiguous", detail: "no answer" };
  });
  await send();
  await database.db.shop.update({ where: { shopId: SHOP }, data: { name: "Other" } });
  now = hoursLater(1);
  expect(await isDue()).toBe(true);
  await send();
  expect(mailer.calls).toHaveLength(2);
  expect(mailer.calls[1]).toEqual(mailer.calls[0]);
  expect(mailer.taken).toHaveLength(1);
});

test("is not retried after a day without an answer", async () => {
  mailer.next(() => ({ kind: "ambiguous", detail: "no answer" }));
  await send();
  now = hoursLater(24);
  await send();
  expect(mailer.calls).toHaveLength(1);
  expect(await database.db.systemEmail.findFirst()).toMatchObject({
    state: "not_sent",
    lastError: "unknown",
  });
});

test("waits for a sender", async () => {
  await saveSending({ senderAddress: null });
  await send();
  now = hoursLater(1);
  await saveSending({});
  expect(await isDue()).toBe(true);
  await send();
  expect(mailer.taken).toHaveLength(1);
});
