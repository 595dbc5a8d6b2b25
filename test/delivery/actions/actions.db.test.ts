import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { selectShopsWithDueActions } from "~/delivery/actions/action-store.server";
import { replaceWebhookSecret } from "~/delivery/actions/webhook-secret-store.server";
import { makeWebhookSecret } from "~/delivery/actions/sign-webhook.server";
import { callWebhooksJob } from "~/delivery/actions/call-webhooks.job.server";
import type { HookResponse } from "~/delivery/actions/hook-call";
import { selectShopsWithDueNotices } from "~/delivery/notices/notice-store.server";
import { notifyMerchantJob } from "~/delivery/actions/notify-merchant.job.server";
import type { HookRequest } from "~/delivery/actions/post-hook.server";
import { FlowDefinition } from "~/flows/definition/flow";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import type { Prisma } from "~/generated/prisma/client";
import { shopContactLocation } from "~/privacy/shop-contact";
import { hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { readDueShops } from "../../support/due-shops";
import { recordingMailer } from "../../support/recording-mailer";
import { storeCheckout } from "../../support/stored-checkout";
import {
  emptyTables,
  FLOW_ID,
  storeEnrollment,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

const { signal } = new AbortController();
const URL = "https://hooks.example.com/kindred";
let database: Database;
let base: ReturnType<typeof createTestDeps>;
let now: Date;
let mailer: ReturnType<typeof recordingMailer>;
let posted: HookRequest[];
let answers: HookResponse[];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  base = createTestDeps();
  now = NOW;
  mailer = recordingMailer();
  posted = [];
  answers = [];
  const { db } = database;
  await emptyTables(db);
  await storeShopWithFlows(db);
  const contact = JSON.stringify({ email: "owner@kettle.example" });
  const sealedContact = base.keyring.seal(contact, shopContactLocation(SHOP));
  await db.shop.update({ where: { shopId: SHOP }, data: { sealedContact } });
  await db.settings.create({
    data: {
      shopId: SHOP,
      brand: { postalAddress: "1 Mill Lane, Bath" },
      sending: { senderAddress: "hello@kettle.example", holdoutRate: 0 },
      updatedAt: NOW,
    },
  });
});

const deps = () => ({
  ...base,
  db: database.db,
  mailer,
  now: () => now,
  config: { shopify: { apiKey: "key" } } as never,
  postHook: (request: HookRequest) => {
    posted.push(request);
    return Promise.resolve(answers.shift() ?? ({ kind: "status", status: 204 } as const));
  },
});
const hours = (count: number) => (now = new Date(now.getTime() + count * 3_600_000));
const advance = () => advanceEnrollmentsJob.run(SHOP, deps(), signal);
const call = () => callWebhooksJob.run(SHOP, deps(), signal);
const notify = () => notifyMerchantJob.run(SHOP, deps(), signal);
const actions = () => database.db.flowAction.findMany({ orderBy: { actionId: "asc" } });
const isDue = async () =>
  (await readDueShops(database.db, selectShopsWithDueActions(now, "webhook"))).includes(SHOP);

/** Customers who reach the only step of the live flow. */
async function reach(step: object, ...customerIds: string[]): Promise<void> {
  const { db } = database;
  const definition = FlowDefinition.parse({
    ...ABANDONED_CHECKOUT,
    steps: [{ stepId: "act-1", ...step }],
  }) as unknown as Prisma.InputJsonValue;
  await db.flowVersion.updateMany({ where: { flowId: FLOW_ID }, data: { definition } });
  for (const id of customerIds) {
    const profileId = await storeProfile(db, base.keyring, id);
    await storeCheckout(db, base.keyring, profileId, { token: `t${id}` });
    const trigger = {
      kind: "checkout",
      token: `t${id}`,
      cartToken: null,
      startedAt: hoursAgo(3).toISOString(),
      idleMinutes: 60,
    };
    await storeEnrollment(db, profileId, {
      objectKey: `t${id}`,
      stepId: "act-1",
      nextRunAt: hoursAgo(1),
      context: { trigger, objectUpdatedAt: hoursAgo(2), waitsSince: null },
    });
  }
  await advance();
}

describe("a step that stores a property", () => {
  test("stores it and replaces another flow's property of the same name", async () => {
    const { db } = database;
    await reach({ kind: "set_property", name: "Kind", value: "Collector" }, "1");
    expect(await db.profileProperty.findMany()).toMatchObject([
      { profileId: "c1", name: "Kind", value: "Collector", flowId: FLOW_ID },
    ]);
    await reach({ kind: "set_property", name: "Kind", value: "Trader" }, "2");
    await db.enrollment.updateMany({ where: { profileId: "c1" }, data: AGAIN });
    await advance();
    expect(await db.profileProperty.findMany({ orderBy: { profileId: "asc" } })).toMatchObject([
      { profileId: "c1", value: "Trader" },
      { profileId: "c2", value: "Trader" },
    ]);
  });
});

/** Moves an enrollment back to before its step. */
const AGAIN = { state: "active", stepId: "act-1", nextRunAt: hoursAgo(1), endedAt: null };

describe("a step that calls a webhook", () => {
  const hook = { kind: "webhook", url: URL };

  test("sends one signed request per enrollment, with ids only", async () => {
    await reach(hook, "1", "2");
    expect(base.announced.map(({ fact }) => fact)).toContain("actions_due");
    await call();
    await call();
    expect(posted).toHaveLength(2);
    const [first] = posted;
    expect(first).toMatchObject({ url: URL });
    expect(first?.headers["webhook-signature"]).toMatch(/^v1,/);
    expect(JSON.parse(first?.body ?? "")).toMatchObject({
      type: "flow.step_reached",
      id: first?.headers["webhook-id"],
      data: { flow: { id: FLOW_ID, version: 1 }, step: "act-1" },
    });
    expect(posted.map(({ body }) => body).join()).not.toContain("@example.com");
    expect(await actions()).toMatchObject([{ state: "done" }, { state: "done" }]);
  });

  test("signs with both secrets for a while after the merchant replaced the secret", async () => {
    const change = { secret: makeWebhookSecret(), actor: "merchant" } as const;
    await database.db.$transaction((tx) => replaceWebhookSecret(tx, SHOP, change, deps()));
    await reach(hook, "1");
    await call();
    expect(posted[0]?.headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
  });

  test("is planned once even if the enrollment repeats its step", async () => {
    await reach(hook, "1");
    await database.db.enrollment.updateMany({ data: AGAIN });
    await advance();
    expect(await actions()).toHaveLength(1);
  });

  test("retries a fault with the same bytes and id, after the back-off", async () => {
    await reach(hook, "1");
    answers = [{ kind: "status", status: 500 }];
    await call();
    expect(await actions()).toMatchObject([{ state: "due", lastError: "answered_500" }]);
    expect(await isDue()).toBe(false);
    await call();
    expect(posted).toHaveLength(1);
    hours(1);
    expect(await isDue()).toBe(true);
    await call();
    expect(posted).toHaveLength(2);
    expect(posted[1]?.body).toBe(posted[0]?.body);
    expect(posted[1]?.headers["webhook-id"]).toBe(posted[0]?.headers["webhook-id"]);
    expect(await actions()).toMatchObject([{ state: "done", lastError: null, attempts: 2 }]);
  });

  test("does not retry a refusal", async () => {
    await reach(hook, "1");
    answers = [{ kind: "status", status: 410 }];
    await call();
    hours(100);
    await call();
    expect(posted).toHaveLength(1);
    expect(await actions()).toMatchObject([{ state: "failed", lastError: "answered_410" }]);
  });

  test("gives up after three days without an answer", async () => {
    await reach(hook, "1");
    for (let i = 0; i < 40; i++) {
      answers = [{ kind: "no_answer", reason: "unreachable" }];
      await call();
      hours(6);
    }
    expect(await actions()).toMatchObject([{ state: "failed", lastError: "unreachable" }]);
    expect(posted.length).toBeLessThan(16);
  });

  test("pauses all requests to an unreachable address after one slice", async () => {
    const ids = Array.from({ length: 15 }, (_, i) => String(i + 1));
    await reach(hook, ...ids);
    answers = ids.map(() => ({ kind: "no_answer", reason: "timed_out" }));
    expect(await call()).toEqual({ more: true });
    expect(await call()).toEqual({ more: false });
    expect(posted).toHaveLength(10);
    expect((await actions()).every(({ state }) => state === "due")).toBe(true);
  });

  test("has one worker at a time, and another after its lease expires", async () => {
    await reach(hook, "1");
    const { db } = database;
    await db.flowAction.updateMany({ data: { leaseUntil: hoursAgo(-0.1), attempts: 1 } });
    await call();
    expect(posted).toHaveLength(0);
    hours(0.2);
    await call();
    expect(posted).toHaveLength(1);
  });

  test("waits while the flow is paused and is dropped when the flow is archived", async () => {
    const { db } = database;
    await reach(hook, "1");
    await db.flow.updateMany({ data: { status: "paused" } });
    expect(await isDue()).toBe(false);
    await call();
    await db.flow.updateMany({ data: { status: "archived" } });
    await call();
    expect(posted).toHaveLength(0);
    expect(await actions()).toMatchObject([{ state: "skipped", lastError: "flow_archived" }]);
  });

  test("is skipped for a deleted customer", async () => {
    await reach(hook, "1");
    await database.db.profile.updateMany({ data: { deletedAt: NOW } });
    await call();
    expect(posted).toHaveLength(0);
    expect(await actions()).toMatchObject([{ state: "skipped", lastError: "profile_deleted" }]);
  });
});

describe("a step that notifies the merchant", () => {
  const notice = { kind: "notify", note: "Somebody worth a call" };

  test("sends one email to the shop's owner", async () => {
    await reach(notice, "1");
    await notify();
    await notify();
    expect(mailer.taken).toMatchObject([
      {
        to: "owner@kettle.example",
        subject: "Abandoned checkout: Somebody worth a call",
        headers: {},
      },
    ]);
    expect(mailer.taken[0]?.text).toContain("/app/customers/1");
    expect(mailer.taken[0]?.html).not.toContain("customer-1@example.com");
    expect(await actions()).toMatchObject([{ state: "done", lastError: null }]);
  });

  test("collects later notifications for an hour", async () => {
    await reach(notice, "1");
    await notify();
    await reach(notice, "2", "3");
    expect(await readDueShops(database.db, selectShopsWithDueNotices(now))).toEqual([]);
    await notify();
    expect(mailer.taken).toHaveLength(1);
    hours(1.1);
    expect(await readDueShops(database.db, selectShopsWithDueNotices(now))).toEqual([SHOP]);
    await notify();
    expect(mailer.taken).toHaveLength(2);
    expect(mailer.taken[1]?.subject).toBe("Abandoned checkout: Somebody worth a call");
    expect(mailer.taken[1]?.text).toContain("2 customers");
  });

  test("is retried with the same bytes and key after a lost answer", async () => {
    await reach(notice, "1");
    mailer.next((batch) => {
      mailer.take(batch);
      return { kind: "ambiguous", detail: "no answer" };
    });
    await notify();
    expect(await actions()).toMatchObject([{ state: "due" }]);
    hours(2);
    await notify();
    expect(mailer.calls).toHaveLength(2);
    expect(mailer.calls[1]).toEqual(mailer.calls[0]);
    expect(mailer.taken).toHaveLength(1);
    expect(await actions()).toMatchObject([{ state: "done" }]);
  });

  test("waits until a sender exists", async () => {
    const { db } = database;
    await db.settings.updateMany({ data: { sending: { holdoutRate: 0 } } });
    await reach(notice, "1");
    await notify();
    expect(mailer.calls).toHaveLength(0);
    await db.settings.updateMany({ data: { sending: { senderAddress: "hello@kettle.example" } } });
    hours(1);
    await notify();
    expect(mailer.taken).toHaveLength(1);
  });
});
