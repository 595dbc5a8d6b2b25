import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { viewMessage } from "~/pages/outbox/view-message.server";
import { findEmailPage } from "~/pages/outbox/email-page.server";
import { ALL_EMAILS, type OutboxFilter } from "~/pages/outbox/outbox-filter";
import { getOutboxPage } from "~/pages/outbox/outbox-page.server";
import { sealEmail } from "~/delivery/outbox/sealed-email.server";
import { prepareTemplateText } from "~/outbox/frozen-content.server";
import { daysAgo, hoursAgo, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeRows } from "../../support/store-rows";
import {
  FLOW_ID,
  storeCredit,
  storeEnrollment,
  storeEngagementEvent,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";
import { changeMessages } from "../../support/message-rows";

let database: Database;
let restore: () => Promise<void>;
const deps = createTestDeps();

const pick = {
  productId: "501",
  score: 0.5,
  reason: { kind: "newest" },
  modelKind: "catalog",
  modelVersion: null,
  source: "newest",
  title: "Cedar tray",
  imageUrl: null,
  sentence: "New in the store",
};

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await storeShopWithFlows(db, SHOP);
  await storeShopWithFlows(db, OTHER_SHOP);
  const ada = await storeProfile(db, deps.keyring, "ada", { contact: { firstName: "Ada" } });
  const email = {
    messageId: "m-sent",
    from: { name: "Kettle & Co", address: "hello@kettle.example" },
    to: "ada@example.com",
    replyTo: null,
    subject: "Cedar tray is where you left it",
    html: "<p>Hello</p>",
    text: "Hello",
    headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    tags: {},
  };
  const template = prepareTemplateText("<p>Hello</p>");
  const why = [{ kind: "consent", isSubscribed: true }];
  const { hash, packed } = template;
  await db.templateText.create({ data: { shopId: SHOP, hash, packed } });
  await storeMessage(db, ada, {
    messageId: "m-sent",
    plannedAt: hoursAgo(3),
    ...sealEmail(SHOP, email, { picks: [pick], why }, template, deps.keyring),
    picks: [pick.productId],
  });
  await storeEngagementEvent(db, "m-sent", { position: "button", place: 1 });
  await storeEngagementEvent(db, "m-sent", {
    classification: "machine",
    reason: "known_program",
    occurredAt: hoursAgo(1),
  });
  const orderId = await storeCredit(db, "m-sent", ada, { refundedMinor: 15_00n });
  await db.order.create({
    data: {
      shopId: SHOP,
      orderId,
      name: "#10423",
      profileId: ada,
      placedAt: hoursAgo(0.25),
      currency: "GBP",
      totalMinor: 40_00n,
      sourceUpdatedAt: hoursAgo(0.25),
    },
  });
  const unsent = { sentAt: null, decision: { why: [{ kind: "reason", reason: "unsubscribed" }] } };
  await storeMessage(db, ada, {
    ...unsent,
    messageId: "m-skipped",
    plannedAt: hoursAgo(2),
    state: "skipped",
    reason: "unsubscribed",
  });
  await storeMessage(db, ada, {
    ...unsent,
    messageId: "m-other-flow",
    flowId: "cross-sell",
    plannedAt: hoursAgo(1),
    state: "planned",
  });
  restore = await storeRows(database.db);
});
afterAll(() => database.close());
beforeEach(() => restore());

const outbox = async (filter: Partial<OutboxFilter> = {}) =>
  getOutboxPage(database.db, SHOP, { ...ALL_EMAILS, ...filter }, deps);

describe("getOutboxPage", () => {
  test("lists emails with their sent subject, future ones first", async () => {
    const { rows, flows } = await outbox();
    expect(rows).toMatchObject([
      { messageId: "m-other-flow", flowName: "Cross-sell after delivery", state: "planned" },
      { messageId: "m-sent", customerName: "Ada", subject: "Cedar tray is where you left it" },
      { messageId: "m-skipped", reason: "unsubscribed", subject: "Your checkout is saved" },
    ]);
    expect(flows.map(({ flowId }) => flowId)).toEqual(
      expect.arrayContaining([FLOW_ID, "cross-sell"]),
    );
  });

  test.each([
    [{ state: "skipped" } as const, ["m-skipped"]],
    [{ flowId: "cross-sell" }, ["m-other-flow"]],
    [{ flowId: FLOW_ID, state: "sent" } as const, ["m-sent"]],
    [{ state: "failed" } as const, []],
    [{ page: 2 }, []],
  ])("filters by %o", async (filter, expected) => {
    const { rows } = await outbox(filter);
    expect(rows.map(({ messageId }) => messageId)).toEqual(expected);
  });

  test("shows nothing of another shop", async () => {
    expect((await getOutboxPage(database.db, OTHER_SHOP, ALL_EMAILS, deps)).rows).toEqual([]);
  });

  test("reports whether there are more", async () => {
    const { db } = database;
    const ben = await storeProfile(db, deps.keyring, "ben");
    for (let i = 0; i < 24; i++) await storeMessage(db, ben, { plannedAt: daysAgo(3) });
    expect(await outbox()).toMatchObject({ hasNext: true });
    expect((await outbox({ page: 2 })).rows).toHaveLength(2);
  });
});

describe("findEmailPage", () => {
  test("shows HTML and text, the decision and the provider's events", async () => {
    const page = await findEmailPage(database.db, SHOP, "m-sent", deps);
    expect(page).toMatchObject({
      email: {
        from: '"Kettle & Co" <hello@kettle.example>',
        html: "<p>Hello</p>",
        text: "Hello",
        headers: [{ name: "List-Unsubscribe-Post" }],
      },
      why: [{ kind: "consent", isSubscribed: true }],
      picks: [{ title: "Cedar tray", sentence: "New in the store" }],
      events: [
        { classification: "human", position: "button" },
        { classification: "machine", signals: ["known_program"] },
      ],
      credits: [{ orderName: "#10423", netMinor: 25_00, refundedMinor: 15_00 }],
    });
    expect(JSON.parse(JSON.stringify(page))).toEqual(page);
  });

  test("explains why no email was sent", async () => {
    const page = await findEmailPage(database.db, SHOP, "m-skipped", deps);
    expect(page).toMatchObject({
      email: null,
      reason: "unsubscribed",
      why: [{ kind: "reason", reason: "unsubscribed" }],
      subjectSource: "Your checkout is saved",
    });
  });

  test("shows when the enrollment of a skipped message ended and by which order", async () => {
    const { db } = database;
    const cleo = await storeProfile(db, deps.keyring, "cleo");
    const order = { shopId: SHOP, profileId: cleo, currency: "GBP", totalMinor: 10_00n };
    const enrollmentId = await storeEnrollment(db, cleo, {
      state: "ended",
      exitReason: "order_placed",
      endedAt: hoursAgo(5),
    });
    const { objectKey } = await db.enrollment.findFirstOrThrow({ where: { enrollmentId } });
    for (const [orderId, placedAt] of [
      [objectKey, hoursAgo(5.5)],
      ["cleo-1", daysAgo(9)],
      ["cleo-2", hoursAgo(6)],
      ["cleo-3", hoursAgo(1)],
    ] as const) {
      await db.order.create({
        data: { ...order, orderId, name: `#${orderId}`, placedAt, sourceUpdatedAt: placedAt },
      });
    }
    const taken = { enrollmentId, sentAt: null, state: "skipped", reason: "order_placed" };
    await storeMessage(db, cleo, { ...taken, messageId: "m-taken-back", decision: {} });
    const page = await findEmailPage(db, SHOP, "m-taken-back", deps);
    expect(page).toMatchObject({
      why: [],
      ended: {
        at: hoursAgo(5).toISOString(),
        order: { name: "#cleo-2", at: hoursAgo(6).toISOString() },
      },
    });
  });

  test("shows no email of another shop", async () => {
    expect(await findEmailPage(database.db, OTHER_SHOP, "m-sent", deps)).toBeNull();
  });
});

describe("lookAtEmail", () => {
  const look = (shopId: typeof SHOP, messageId: string, now: Date) =>
    viewMessage(shopId, messageId, { ...deps, db: database.db, now: () => now });

  test("logs one anonymous access per hour, and none for an unknown message", async () => {
    for (const at of [hoursAgo(2), hoursAgo(1.99), hoursAgo(0)]) {
      expect(await look(SHOP, "m-sent", at)).toMatchObject({ messageId: "m-sent" });
    }
    expect(await look(OTHER_SHOP, "m-sent", hoursAgo(0))).toBeNull();
    expect(await look(SHOP, "m-none", hoursAgo(0))).toBeNull();
    const entries = await database.db.auditEntry.findMany({ orderBy: { at: "asc" } });
    expect(entries.map(({ shopId, at }) => [shopId, at])).toEqual([
      [SHOP, hoursAgo(2)],
      [SHOP, hoursAgo(0)],
    ]);
    expect(entries[0]).toMatchObject({
      actor: "merchant",
      action: "email_viewed",
      detail: { messageId: "m-sent" },
    });
  });
});

test.each([
  ["bytes", { sealedEmail: new Uint8Array([1, 2, 3]) }, "Your checkout is saved"],
  ["intent", { intent: { origin: "nowhere" } }, null],
])(
  "shows an email whose %s cannot be read with its remaining data",
  async (unreadable, part, subject) => {
    const { db } = database;
    const eve = await storeProfile(db, deps.keyring, `eve-${unreadable}`);
    const messageId = await storeMessage(db, eve, { ...part, plannedAt: hoursAgo(-5) });
    const { rows } = await getOutboxPage(db, SHOP, ALL_EMAILS, deps);
    expect(rows).toContainEqual(expect.objectContaining({ messageId, subject }));
    expect(await findEmailPage(db, SHOP, messageId, deps)).toMatchObject({
      email: null,
      subjectSource: subject,
    });
  },
);

test.each([
  ["back-in-stock/email-1", "{{ product.title | truncate: 45 }} is back in stock"],
  ["welcome/email-1", "Welcome to Kettle & Co. Start here"],
])("lists a planned email with the subject of its template %s", async (templateId, subject) => {
  const { db } = database;
  const finn = await storeProfile(db, deps.keyring, "finn");
  const messageId = await storeMessage(db, finn, { sentAt: null, state: "planned" });
  const where = { shopId: SHOP, messageId };
  const { intent } = await db.messageStatus.findFirstOrThrow({ where });
  const changed = { ...(intent as object), templateId };
  await changeMessages(db, where, { intent: changed });
  const { rows } = await getOutboxPage(db, SHOP, ALL_EMAILS, deps);
  expect(rows.find((row) => row.messageId === messageId)?.subject).toBe(subject);
});
