import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { createEngagementRecorder } from "~/feedback/engagement/engagement-recorder.server";
import { recordClick } from "~/feedback/engagement/record-click.server";
import { setRetention } from "~/feedback/retention/retention-store.server";
import { findUnsubscribePage, unsubscribe } from "~/feedback/unsubscribe.server";
import { planMessages, type NewMessage } from "~/outbox/message-store.server";
import { anOrder, anOrderPlaced, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { signButton } from "../../support/rows";
import { FLOW_ID, storeProfile } from "../../support/stored-rows";
import {
  deleteHistory,
  LIMIT,
  messageIds,
  openHistory,
  send,
  storeYears,
  type HistoryDeps,
} from "./stored-history";

const TARGET = "https://kettle.example/products/tray";
let database: Database;
let deps: HistoryDeps;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = await openHistory(database);
});

describe("after its deletion", () => {
  test("an email cannot be planned again: one key in two months is one email", async () => {
    const profileId = await storeProfile(deps.db, deps.keyring, "1");
    await send(deps, { messageId: "first", profileId, days: LIMIT + 100 });
    const message: NewMessage = {
      ...{ messageId: "m1", profileId: profileId as never, enrollmentId: null, flowId: FLOW_ID },
      ...{ flowVersion: 1, stepId: "email-1", campaignId: null, variant: null },
      ...{ state: "withheld", reason: "shop_holdout", intent: {}, inBaseline: false },
      ...{
        plannedAt: daysAgo(LIMIT + 60),
        nextRunAt: daysAgo(LIMIT + 60),
        expiresAt: daysAgo(LIMIT),
      },
    };
    await deps.db.$transaction((tx) => planMessages(tx, SHOP, [message]));
    await deleteHistory(deps);
    expect(await messageIds(deps)).toEqual(["first"]);
    const again = {
      ...message,
      state: "planned" as const,
      reason: null,
      plannedAt: NOW,
      nextRunAt: NOW,
    };
    await deps.db.$transaction((tx) =>
      planMessages(tx, SHOP, [again, { ...again, messageId: "m2" }]),
    );
    expect(await messageIds(deps)).toEqual(["first", "m2"]);
    expect(await deps.db.messageSending.count()).toBe(1);
  });

  test("a custom event is not recorded again, while orders, consent and customers stay", async () => {
    await storeProfile(deps.db, deps.keyring, "1");
    const customerId = "1" as never;
    const common = { shopId: SHOP, customerId, personal: null } as const;
    const review = (occurredAt: Date, sourceId = "review-1") =>
      ({
        ...common,
        source: "api",
        sourceId,
        kind: "custom_event_received",
        occurredAt,
        payload: { name: "reviewed" },
      }) as const;
    const record = (events: Parameters<typeof recordEvents>[1], at: Date) =>
      deps.db.$transaction((tx) => recordEvents(tx, events, { ...deps, now: () => at }));
    const old = daysAgo(LIMIT + 70);
    const placed = anOrderPlaced(anOrder({ placedAt: old, updatedAt: old }));
    await record(
      [
        review(old),
        { ...placed, occurredAt: old },
        {
          ...{ ...common, source: "shopify", sourceId: "consent/1", kind: "consent_changed" },
          occurredAt: old,
          payload: { marketingState: "subscribed", optIn: null, changedAt: old },
        },
        {
          ...{
            ...common,
            source: "shopify",
            sourceId: "checkout/t1/deleted",
            kind: "checkout_deleted",
          },
          ...{ occurredAt: old, payload: { token: "t1", cartToken: null } },
        },
      ],
      old,
    );
    const checkout = { shopId: SHOP, currency: "GBP", totalMinor: 1n, lines: [] };
    for (const [token, at] of [
      ["t1", old],
      ["t2", NOW],
    ] as const) {
      await deps.db.checkout.create({
        data: { ...checkout, token, startedAt: at, sourceUpdatedAt: at },
      });
    }
    await deleteHistory(deps);
    const kinds = async () =>
      (await deps.db.event.findMany({ where: { shopId: SHOP }, orderBy: { kind: "asc" } })).map(
        (it) => it.kind,
      );
    expect(await kinds()).toEqual(["consent_changed", "order_placed"]);
    expect(await deps.db.checkout.findMany({ select: { token: true } })).toEqual([{ token: "t2" }]);

    const repeated = await record([review(NOW), review(NOW, "review-2")], NOW);
    expect(repeated).toMatchObject({ recorded: 1, duplicates: 1 });
    // The other shop may use the same id.
    expect(await record([{ ...review(NOW), shopId: OTHER_SHOP }], NOW)).toMatchObject({
      recorded: 1,
    });
  });

  test("the links of an email still lead to their targets and unsubscribe, and record no click", async () => {
    await storeYears(deps);
    await deleteHistory(deps);
    const engagement = createEngagementRecorder(database);
    const click = (messageId: string) =>
      recordClick(
        {
          token: signButton(deps.keyring, messageId, TARGET),
          ...{ userAgent: "Mozilla/5.0", method: "GET", address: "192.0.2.1", purpose: null },
        },
        { ...deps, engagement },
      );
    const clicks = await deps.db.engagementEvent.count();
    expect(await click(`f1-${LIMIT + 100}`)).toBe(TARGET);
    expect(await click(`f1-${LIMIT + 200}`)).toBe(TARGET);
    expect(await click("never-sent")).toBeNull();
    expect(await deps.db.engagementEvent.count()).toBe(clicks);

    const token = deps.keyring.signLink("unsubscribe", `${SHOP}/c1/f1-${LIMIT + 100}`);
    expect(await findUnsubscribePage(token, deps)).toMatchObject({ hasAddress: true });
    await unsubscribe(token, deps);
    expect(await deps.db.suppression.count({ where: { shopId: SHOP } })).toBe(1);
  });
});

test("a changed period applies a day later, and ends a run", async () => {
  await storeYears(deps);
  await deps.db.historyRetention.create({
    data: { shopId: SHOP, nextRunAt: NOW, startedAt: daysAgo(1), emailCount: 3 },
  });
  const set = (months: 13 | null) =>
    deps.db.$transaction((tx) => setRetention(tx, SHOP, months, NOW));
  expect(await set(13)).toBe(true);
  expect(await set(13)).toBe(false);
  const row = await deps.db.historyRetention.findUniqueOrThrow({ where: { shopId: SHOP } });
  expect(row).toMatchObject({ months: 13, startedAt: null, endedAt: NOW });
  expect(row.nextRunAt && row.nextRunAt > daysAgo(-1)).toBe(true);
  expect(await set(null)).toBe(true);
  expect(
    await deps.db.historyRetention.findUniqueOrThrow({ where: { shopId: SHOP } }),
  ).toMatchObject({
    ...{ months: null, nextRunAt: null },
  });
  const audit = await deps.db.auditEntry.findMany({
    where: { shopId: SHOP, action: { in: ["history_deleted", "retention_set"] } },
  });
  expect(audit.map(({ action, detail }) => ({ action, detail }))).toEqual(
    expect.arrayContaining([
      { action: "history_deleted", detail: { months: 25, emails: 3, events: 0 } },
      { action: "retention_set", detail: { months: 13, before: 25 } },
      { action: "retention_set", detail: { months: null, before: 13 } },
    ]),
  );
});
