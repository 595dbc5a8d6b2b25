import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  createEngagementRecorder,
  type EngagementRecorder,
} from "~/feedback/engagement/engagement-recorder.server";
import { classifyClicksJob } from "~/feedback/engagement/classify-clicks.job.server";
import { recordOpen } from "~/feedback/engagement/record-open.server";
import { recordUnsubscribeVisit } from "~/feedback/engagement/record-unsubscribe-visit.server";
import { RULES_VERSION } from "~/feedback/engagement/score-signals";
import { recordClick } from "~/feedback/engagement/record-click.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { createShop, hoursAgo, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { dueShopsOf } from "../../support/due-shops";
import { createOrderRow, createProfile, createSentMessage, signButton } from "../../support/rows";

const BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";

let database: Database;
let deps: ReturnType<typeof createTestDeps> & {
  db: Database["db"];
  engagement: EngagementRecorder;
};
let profileId: string;
let customerId: string;
let messageId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = { ...createTestDeps(), db: database.db, engagement: createEngagementRecorder(database) };
  await deps.db.engagementEvent.deleteMany();
  ({ profileId, customerId } = await createProfile(deps.db, deps.keyring));
  messageId = await createSentMessage(deps.db, { profileId });
});

const requestWith = (token: string) => ({
  token,
  method: "GET",
  userAgent: BROWSER,
  purpose: null,
  address: null,
});
const request = (purpose: "open" | "click", text: string) =>
  requestWith(deps.keyring.signLink(purpose, text));
const open = (link = `${SHOP}/${messageId}`) => recordOpen(request("open", link), deps);
const click = () => recordClick(requestWith(signButton(deps.keyring, messageId)), deps);
const settle = async () => {
  const at = deps.now().getTime();
  deps.now = () => new Date(at + 60_000);
  while ((await classifyClicksJob.run(SHOP, deps, new AbortController().signal)).more);
};
const events = () => deps.db.engagementEvent.findMany({ where: { shopId: SHOP, messageId } });

test("stores and classifies an open without an event", async () => {
  const before = await deps.db.event.count();
  await open();
  await settle();
  expect(await events()).toMatchObject([
    { kind: "open", classification: "human", linkIndex: null },
  ]);
  expect(await deps.db.event.count()).toBe(before);
});

test("ignores invalid pixels and deleted messages", async () => {
  await open(`${SHOP}/nothing`);
  await recordOpen({ ...request("click", `${SHOP}/${messageId}`) }, deps);
  await recordOpen({ ...request("open", ""), token: "x" }, deps);
  expect(await events()).toEqual([]);
});

test("stores at most fifty repeated opens", async () => {
  for (let i = 0; i < 60; i++) await open();
  expect(await events()).toHaveLength(50);
});

test("corrects a click that older rules classified as human, with its event and attribution", async () => {
  await click();
  await settle();
  const [event] = await events();
  const orderId = await createOrderRow(deps.db, { profileId, placedAt: deps.now() });
  await deps.db.attribution.create({
    data: {
      shopId: SHOP,
      orderId,
      messageId,
      profileId,
      clickedAt: event!.occurredAt,
      orderedAt: deps.now(),
      currency: "GBP",
      grossMinor: 1n,
      refundedMinor: 0n,
      windowHours: 120,
    },
  });
  // As if the facts were a machine's, classified by outdated rules.
  await deps.db.engagementEvent.updateMany({
    where: { shopId: SHOP, messageId },
    data: { userAgentClass: "security", method: "HEAD", classifyAt: deps.now() },
  });
  await settle();
  expect(await events()).toMatchObject([{ classification: "machine", classifyAt: null }]);
  const recorded = await deps.db.event.findFirstOrThrow({
    where: { sourceId: `engagement/${event!.eventId}` },
  });
  expect(recorded.payload).toMatchObject({ classification: "machine" });
  expect(await deps.db.attribution.count({ where: { shopId: SHOP, orderId } })).toBe(0);
});

test("is idempotent", async () => {
  await click();
  await settle();
  const first = await events();
  await deps.db.engagementEvent.updateMany({
    where: { shopId: SHOP, messageId },
    data: { classifyAt: deps.now() },
  });
  await settle();
  expect(await events()).toEqual(first);
});

test("reclassifies an event of version 1 of the rules", async () => {
  await click();
  await settle();
  await deps.db.engagementEvent.updateMany({
    where: { shopId: SHOP, messageId },
    data: { userAgentClass: "security", method: "HEAD", rulesVersion: 1 },
  });
  expect(await dueShopsOf(classifyClicksJob, deps.db, deps.now())).toContain(SHOP);
  await settle();
  expect(await events()).toMatchObject([
    { classification: "machine", rulesVersion: RULES_VERSION, classifyAt: null },
  ]);
  const [event] = await events();
  const recorded = await deps.db.event.findFirstOrThrow({
    where: { sourceId: `engagement/${event!.eventId}` },
  });
  expect(recorded.payload).toMatchObject({ classification: "machine" });
});

test("keeps a visit to the unsubscribe page for classifying others, and does not count it as a click", async () => {
  const link = `${SHOP}/${profileId}/${messageId}`;
  const leave = (kind: "unsubscribe_page" | "unsubscribe") =>
    recordUnsubscribeVisit(
      kind,
      { ...request("click", ""), token: deps.keyring.signLink("unsubscribe", link) },
      deps,
    );
  await click();
  for (let i = 0; i < 60; i++) await leave("unsubscribe_page");
  await recordUnsubscribeVisit("unsubscribe_page", { ...request("click", link) }, deps);
  expect(await events()).toHaveLength(51);
  await settle();
  const classes = async () =>
    (await events()).filter(({ kind }) => kind === "click").map((event) => event.classification);
  expect(await classes()).toEqual(["unknown"]);
  const clicked = await deps.db.event.findMany({ where: { kind: "email_clicked" } });
  const ofThis = clicked.filter(
    ({ payload }) => (payload as { messageId: string }).messageId === messageId,
  );
  expect(ofThis).toHaveLength(1);
});

test("keeps a classification from before the facts were stored", async () => {
  await deps.db.engagementEvent.create({
    data: {
      shopId: SHOP,
      eventId: "old",
      messageId,
      linkIndex: 0,
      occurredAt: hoursAgo(9),
      classification: "machine",
    },
  });
  await settle();
  expect(await events()).toMatchObject([
    { classification: "machine", rulesVersion: 0, score: null },
  ]);
});

test("ignores events of an erased customer", async () => {
  await recordClick(
    { ...requestWith(signButton(deps.keyring, messageId)), address: "203.0.113.7" },
    deps,
  );
  await eraseCustomer(SHOP, { requestKey: "w1", customerId, email: null, orderIds: [] }, deps);
  await open();
  expect(await click()).toBeNull();
  expect(await events()).toMatchObject([{ kind: "click", ipHash: null, sealedTarget: null }]);
});
