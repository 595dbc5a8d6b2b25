import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findEmailPage } from "~/pages/outbox/email-page.server";
import { ALL_EMAILS, type OutboxFilter } from "~/pages/outbox/outbox-filter";
import { getOutboxPage } from "~/pages/outbox/outbox-page.server";
import { daysAgo, hoursAgo, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeSendingShop } from "../../support/outbox-stage";
import { emptyTables, storeMessage, storeProfile } from "../../support/stored-rows";

let database: Database;
const deps = createTestDeps();
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeSendingShop(database.db);
});
afterAll(() => database.close());

const outbox = async (filter: Partial<OutboxFilter> = {}) =>
  getOutboxPage(database.db, SHOP, { ...ALL_EMAILS, ...filter }, deps);

describe("a future email", () => {
  const plan = (messageId: string, profileId: string, dueAt: Date, rest = {}) =>
    storeMessage(database.db, profileId, {
      ...{ messageId, state: "planned", sentAt: null, plannedAt: hoursAgo(5) },
      ...{ nextRunAt: dueAt, expiresAt: daysAgo(-9), ...rest },
    });
  const store = async (customerId: string) =>
    storeProfile(database.db, deps.keyring, customerId, { countryCode: "GB" });

  test("shows and sorts by its expected departure, never a past time", async () => {
    const flowId = "cross-sell";
    await database.db.flow.updateMany({ where: { flowId }, data: { status: "live" } });
    const trigger = { kind: "person", key: "p", at: hoursAgo(9).toISOString() };
    const ada = await store("ada");
    await storeMessage(database.db, ada, { messageId: "m-sent" });
    const skipped = { state: "skipped", sentAt: null, plannedAt: hoursAgo(2) };
    await storeMessage(database.db, ada, { messageId: "m-skipped", ...skipped });
    const { intent } = await database.db.messageStatus.findFirstOrThrow();
    const of = { flowId, intent: { ...(intent as object), exits: [], trigger } };
    // Due three hours ago, when a night ended, tonight at 23:00 and tomorrow at 13:00.
    await plan("m-due", await store("b"), hoursAgo(3), { ...of, reason: "quiet_hours" });
    await plan("m-night", await store("c"), hoursAgo(-11), of);
    await plan("m-tomorrow", await store("d"), hoursAgo(-25), of);
    const { rows } = await outbox();
    expect(rows.map(({ messageId, at }) => [messageId, at])).toEqual([
      ["m-tomorrow", hoursAgo(-25).toISOString()],
      ["m-night", hoursAgo(-20).toISOString()],
      ["m-due", hoursAgo(0).toISOString()],
      ["m-sent", hoursAgo(1).toISOString()],
      ["m-skipped", hoursAgo(2).toISOString()],
    ]);
    expect(rows.map(({ departure }) => departure)).toEqual([
      ...["leaves", "leaves", "next"],
      ...[null, null],
    ]);
    const page = await findEmailPage(database.db, SHOP, "m-night", deps);
    expect(page).toMatchObject({
      ...{ departure: { kind: "leaves", at: hoursAgo(-20).toISOString() }, reason: null },
    });
    await database.db.flow.updateMany({ where: { flowId }, data: { status: "paused" } });
    expect(await findEmailPage(database.db, SHOP, "m-night", deps)).toMatchObject({
      ...{ departure: { kind: "waits" }, reason: "flow_paused" },
    });
  });

  test("shows the reason that holds now when the worker is behind", async () => {
    const flowId = "cross-sell";
    await database.db.flow.updateMany({ where: { flowId }, data: { status: "live" } });
    const trigger = { kind: "person", key: "p", at: hoursAgo(9).toISOString() };
    const [ada, ben] = [await store("ada"), await store("ben")];
    await storeMessage(database.db, ben, { messageId: "m-sent", sentAt: hoursAgo(2) });
    const { intent } = await database.db.messageStatus.findFirstOrThrow();
    const templateId = "cross-sell/email-1";
    const lifecycle = {
      purpose: "lifecycle",
      templateId,
      exemptFromHourCap: false,
      exits: [],
      trigger,
    };
    const of = { flowId, intent: { ...(intent as object), ...lifecycle }, reason: "quiet_hours" };
    await plan("m-free", ada, hoursAgo(3), of);
    await plan("m-capped", ben, hoursAgo(3), of);
    const { rows } = await outbox({ state: "planned" });
    const words = rows.map(({ messageId, departure, reason }) => [messageId, departure, reason]);
    expect(words).toEqual([
      ["m-capped", "leaves", "frequency_cap"],
      ["m-free", "next", "due"],
    ]);
  });

  test("comes before all others across pages, each once", async () => {
    const ada = await store("ada");
    await storeMessage(database.db, ada, { messageId: "m-sent" });
    for (let n = 0; n < 30; n++) {
      const dueAt = hoursAgo(-n - 1);
      await plan(`m-many-${n}`, ada, dueAt, { enrollmentId: null, stepId: `s-${n}` });
    }
    const ids = [...(await outbox()).rows, ...(await outbox({ page: 2 })).rows].map(
      ({ messageId }) => messageId,
    );
    expect(new Set(ids).size).toBe(31);
    expect(ids.at(-1)).toBe("m-sent");
    expect((await outbox({ page: 3 })).rows).toEqual([]);
    expect((await outbox({ state: "planned", page: 2 })).rows).toHaveLength(5);
  });
});
