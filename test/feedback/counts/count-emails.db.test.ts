import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  createEngagementRecorder,
  type EngagementRecorder,
} from "~/feedback/engagement/engagement-recorder.server";
import { attributeOrdersJob } from "~/feedback/attribute-orders.job.server";
import { countEmailsJob, countMarkedDays } from "~/feedback/counts/count-emails.job.server";
import { addEmailCounts, NO_EMAILS } from "~/feedback/counts/email-counts";
import { listMarkedDays, markDaysForRecount, saveDay } from "~/feedback/counts/count-store.server";
import { listEmailCounts, listPickCounts } from "~/feedback/counts/count-rows-store.server";
import { recordEvents } from "~/events/event-store.server";
import { classifyClicksJob } from "~/feedback/engagement/classify-clicks.job.server";
import { recordClick } from "~/feedback/engagement/record-click.server";
import { createShop, daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  emptyTables,
  FLOW_ID,
  storeCredit,
  storeEngagementEvent,
  storeMessage,
  storeProfile,
} from "../../support/stored-rows";
import { createSentMessage, signButton } from "../../support/rows";
import { countEmailsNaively } from "./count-emails-naively";
import { propertyRuns } from "../../support/property-runs";
import { changeMessages } from "../../support/message-rows";

let database: Database;
let deps: ReturnType<typeof createTestDeps> & {
  db: Database["db"];
  engagement: EngagementRecorder;
};
let profileId: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = { ...createTestDeps(), db: database.db, engagement: createEngagementRecorder(database) };
  await emptyTables(deps.db);
  await createShop(deps.db);
  await deps.db.shop.update({
    where: { shopId: SHOP },
    data: { timeZone: "UTC", currency: "GBP" },
  });
  profileId = await storeProfile(deps.db, deps.keyring, "1");
});

const { signal } = new AbortController();
const count = async () => {
  while ((await countEmailsJob.run(SHOP, deps, signal)).more);
};
const mark = (...messageIds: string[]) =>
  deps.db.$transaction((tx) => markDaysForRecount(tx, SHOP, messageIds));
const RANGE = { from: "2000-01-01", to: "2100-01-01" };
const counted = async () => {
  const rows = await listEmailCounts(deps.db, SHOP, RANGE);
  return new Map(
    rows.map(({ day, flowId, stepId, version, ...counts }) => [
      [day, flowId, stepId, version].join("|"),
      addEmailCounts(NO_EMAILS, counts),
    ]),
  );
};

const aChange = fc.record({
  email: fc.nat({ max: 5 }),
  what: fc.constantFrom(
    ...([
      "click",
      "open",
      "honeypot",
      "unsubscribe_page",
      "reported",
      "unsubscribe",
      "credit",
      "uncredit",
    ] as const),
  ),
  classification: fc.constantFrom("human", "machine", "unknown"),
  delivery: fc.constantFrom("delivered", "bounced", "soft_bounced", "failed", "complained"),
  currency: fc.constantFrom("GBP", "GBP", "EUR"),
});

test("always matches the rows", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 6; i++) {
    const sentAt = daysAgo(i % 3);
    const of = i < 4 ? { stepId: `email-${1 + (i % 2)}`, flowVersion: 1 + (i % 2) } : {};
    const flow = i < 4 ? {} : { flowId: null, stepId: null, flowVersion: null };
    ids.push(await storeMessage(deps.db, profileId, { sentAt, ...of, ...flow }));
  }
  await mark(...ids);
  await fc.assert(
    fc.asyncProperty(fc.array(aChange, { maxLength: 8 }), async (changes) => {
      for (const change of changes) await make(change, ids[change.email] ?? "");
      await count();
      expect(await counted()).toEqual(await countEmailsNaively(deps.db));
      await mark(...ids);
      await count();
      expect(await counted()).toEqual(await countEmailsNaively(deps.db));
    }),
    { numRuns: propertyRuns(12) },
  );
});

async function make(
  change: typeof aChange extends fc.Arbitrary<infer T> ? T : never,
  messageId: string,
) {
  const { db } = deps;
  switch (change.what) {
    case "click":
    case "open":
    case "honeypot":
    case "unsubscribe_page":
      await storeEngagementEvent(db, messageId, {
        kind: change.what,
        classification: change.classification,
      });
      break;
    case "reported":
      await changeMessages(db, { messageId }, { deliveryState: change.delivery });
      break;
    case "unsubscribe":
      await recordEvents(db, [unsubscribed(messageId)], deps);
      break;
    case "credit":
      await storeCredit(db, messageId, profileId, { currency: change.currency, refundedMinor: 5n });
      break;
    case "uncredit":
      await db.attribution.deleteMany({ where: { messageId } });
      break;
  }
  await mark(messageId);
}

const unsubscribed = (messageId: string) =>
  ({
    shopId: SHOP,
    source: "kindred",
    sourceId: `message/${messageId}/unsubscribed`,
    kind: "email_unsubscribed",
    customerId: "1",
    occurredAt: NOW,
    payload: { messageId, flowId: FLOW_ID, stepId: "email-1" },
    personal: null,
  }) as const;

const buy = (orderId: string, productId: string) =>
  deps.db.order.create({
    data: {
      shopId: SHOP,
      orderId,
      name: "#1",
      placedAt: NOW,
      currency: "GBP",
      totalMinor: 1n,
      sourceUpdatedAt: NOW,
      lines: { create: { lineId: "1", productId, title: "", quantity: 1, netMinor: 1n } },
    },
  });

test("an email belongs to the day on which it was sent in the shop's time zone", async () => {
  await deps.db.shop.update({ where: { shopId: SHOP }, data: { timeZone: "Pacific/Auckland" } });
  const messageId = await storeMessage(deps.db, profileId, {
    sentAt: new Date("2026-03-01T12:30:00Z"),
  });
  await mark(messageId);
  await count();
  expect([...(await counted()).keys()]).toEqual([`2026-03-02|${FLOW_ID}|email-1|1`]);
});

test("the jobs alone count an email that is sent, clicked and credited with an order", async () => {
  const messageId = await createSentMessage(deps.db, {
    profileId,
    sentAt: hoursAgo(5),
  });
  const token = signButton(deps.keyring, messageId);
  const request = { token, method: "GET", purpose: null, address: null };
  await recordClick({ ...request, userAgent: "Mozilla/5.0 Version/18.0 Safari/604.1" }, deps);
  deps.now = () => new Date(NOW.getTime() + 60_000);
  await classifyClicksJob.run(SHOP, deps, signal);
  await recordEvents(deps.db, [unsubscribed(messageId)], deps);
  await deps.db.cursor.create({ data: { shopId: SHOP, consumer: "profiles", seq: 9_999_999n } });
  await attributeOrdersJob.run(SHOP, deps, signal);
  await count();
  expect([...(await counted()).values()]).toMatchObject([
    { sent: 1, clickedByPeople: 1, openedByPeople: 1, unsubscribed: 1 },
  ]);
  expect(await deps.db.reportRollupQueue.count()).toBe(0);
});

test("counts the same in slices of any size", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 7; i++) {
    // Several are sent in the same millisecond.
    const sentAt = new Date(hoursAgo(3).getTime() + Math.floor(i / 3));
    const of = { sentAt, stepId: `email-${1 + (i % 2)}`, picks: ["11", "12"].slice(0, i % 3) };
    const id = await storeMessage(deps.db, profileId, of);
    await storeEngagementEvent(deps.db, id, { position: "pick", place: 1 + (i % 2) });
    ids.push(id);
  }
  for (const id of ids.slice(0, 4)) await buy(await storeCredit(deps.db, id, profileId), "11");
  const bySize: unknown[] = [];
  for (const size of [100, 3, 2, 1]) {
    await mark(...ids);
    await countMarkedDays(deps.db, SHOP, size, signal);
    const emails = await listEmailCounts(deps.db, SHOP, RANGE);
    bySize.push({ emails, picks: await listPickCounts(deps.db, SHOP, RANGE) });
  }
  const [whole, ...sliced] = bySize;
  expect(whole).toMatchObject({
    emails: [
      { stepId: "email-1", sent: 4, clickedByPeople: 4, orders: 2 },
      { stepId: "email-2", sent: 3, clickedByPeople: 3, orders: 2 },
    ],
    picks: [
      { stepId: "email-1", slot: 1, shown: 2, clickedByPeople: 2, orders: 1 },
      { stepId: "email-1", slot: 2, shown: 1, clickedByPeople: 0, orders: 0 },
      { stepId: "email-2", slot: 1, shown: 2, clickedByPeople: 0, orders: 1 },
      { stepId: "email-2", slot: 2, shown: 1, clickedByPeople: 1, orders: 0 },
    ],
  });
  for (const of of sliced) expect(of).toEqual(whole);
});

test("a day that is marked while it is counted is counted again", async () => {
  const messageId = await storeMessage(deps.db, profileId, { sentAt: hoursAgo(3) });
  const save = async (again: boolean) => {
    const [day] = await listMarkedDays(deps.db, SHOP, { days: 1, emails: 1 });
    if (again) await mark(messageId);
    const none = { emails: [], picks: [] };
    await deps.db.$transaction((tx) => saveDay(tx, SHOP, day!, none));
    return deps.db.reportRollupQueue.count();
  };
  await mark(messageId);
  expect([await save(true), await save(false)]).toEqual([1, 0]);
});

test("the days marked first are counted first, and the latest day of those marked together", async () => {
  const [old, older, latest] = await Promise.all(
    [5, 9, 1].map((days) => storeMessage(deps.db, profileId, { sentAt: daysAgo(days) })),
  );
  await mark(old!, older!);
  await mark(latest!);
  // A later mark does not take its turn from it.
  await mark(older!);
  const marked = await listMarkedDays(deps.db, SHOP, { days: 3, emails: 9 });
  const dayOf = (days: number) => daysAgo(days).toISOString().slice(0, 10);
  expect(marked.map(({ day }) => day)).toEqual([5, 9, 1].map(dayOf));
});

test("product positions are counted by their order in the email", async () => {
  const picks = ["11", "12"];
  const messageId = await storeMessage(deps.db, profileId, { picks });
  const click = (place: number, change: object = {}) =>
    storeEngagementEvent(deps.db, messageId, { position: "pick", place, ...change });
  await click(2);
  await click(1, { classification: "machine" });
  await click(1, { position: "button" });
  await buy(await storeCredit(deps.db, messageId, profileId), "12");
  await mark(messageId);
  await count();
  expect(await listPickCounts(deps.db, SHOP, RANGE)).toMatchObject([
    { slot: 1, shown: 1, clickedByPeople: 0, orders: 0 },
    { slot: 2, shown: 1, clickedByPeople: 1, orders: 1 },
  ]);
});
