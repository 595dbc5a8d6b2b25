import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { checkBrakesJob } from "~/delivery/brakes/check-brakes.job.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { answerSenderRequest } from "~/delivery/sender/answer-sender-request.server";
import { findStandstills } from "~/delivery/standstill/find-standstills.server";
import { storedJson } from "~/flows/stored-json";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import {
  outboxDeps,
  storePlannedMail,
  storeSendingShop,
  type OutboxDeps,
} from "../../support/outbox-stage";
import { storeProfile } from "../../support/stored-rows";

let database: Database;
let deps: OutboxDeps;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  await storeSendingShop(deps.db);
  await deps.db.sendingBrake.deleteMany();
  await deps.db.sendingDomain.deleteMany();
  await deps.db.auditEntry.deleteMany();
  await storePlannedMail(deps, { customerId: "1", messageId: "m1" });
  await storeProfile(deps.db, deps.keyring, "2");
});

const { signal } = new AbortController();
const check = () => checkBrakesJob.run(SHOP, deps, signal);
const drain = () => drainOutboxJob.run(SHOP, deps, signal);
const levels = async () =>
  Object.fromEntries((await deps.db.sendingBrake.findMany()).map((it) => [it.kind, it.level]));

/** Mails of the last hours, some of which went wrong an hour ago. */
async function sent(count: number, wrong: number, delivery = "complained", at = hoursAgo(2)) {
  const tag = at.toISOString();
  await deps.db.message.createMany({
    data: Array.from({ length: count }, (_, i) => ({
      shopId: SHOP,
      messageId: `sent-${tag}-${i}`,
      profileId: "c2",
      state: "sent",
      plannedAt: at,
      nextAttemptAt: at,
      expiresAt: NOW,
      sentAt: at,
      intent: storedJson({}),
    })),
  });
  await deps.db.mailEvent.createMany({
    data: Array.from({ length: wrong }, (_, i) => ({
      shopId: SHOP,
      eventId: `event-${tag}-${i}`,
      messageId: `sent-${tag}-${i}`,
      delivery,
      occurredAt: at,
      receivedAt: at,
    })),
  });
}

describe("a shop whose mails are marked as spam", () => {
  test("is stopped at three of a thousand, and says so", async () => {
    await sent(1_000, 3);
    await check();
    expect(await levels()).toMatchObject({ complaint: "stop", hard_bounce: "ok" });
    await drain();
    expect(deps.mailer.taken).toHaveLength(0);
    expect(await findStandstills(deps.db, SHOP, deps)).toMatchObject([
      { kind: "brake_stopped", brake: "complaint", sent: 1_000, wrong: 3 },
    ]);
  });

  test("is warned at one, mails leave, and the warning ends by itself", async () => {
    await sent(1_000, 1);
    await check();
    expect(await levels()).toMatchObject({ complaint: "warn" });
    expect(await checkBrakesJob.listDueShops!(deps.db, NOW)).toEqual([SHOP]);
    deps.now = () => daysAgo(-1);
    await check();
    expect(await levels()).toMatchObject({ complaint: "ok" });
    expect(await findStandstills(deps.db, SHOP, deps)).toEqual([]);
  });

  test("is not judged by what is older than a day", async () => {
    await sent(1_000, 900, "complained", hoursAgo(25));
    await check();
    expect(await levels()).toMatchObject({ complaint: "ok" });
  });

  test("is stopped until the merchant lets mails go on, which is kept on record and counts anew", async () => {
    await sent(1_000, 60, "bounced");
    await check();
    expect(await levels()).toMatchObject({ hard_bounce: "stop" });
    const release = { kind: "release", brake: "hard_bounce" };
    await answerSenderRequest(SHOP, release, deps);
    await answerSenderRequest(SHOP, release, deps);
    await check();
    expect(await levels()).toMatchObject({ hard_bounce: "ok" });
    expect(await deps.db.auditEntry.findMany()).toMatchObject([
      {
        action: "sending_resumed",
        actor: "merchant",
        detail: { kind: "hard_bounce", sent: 1_000, wrong: 60 },
      },
    ]);
    expect(deps.announced).toContainEqual({ shopId: SHOP, fact: "messages_planned" });
    await drain();
    expect(deps.mailer.taken).toHaveLength(1);
  });
});

describe("a new domain", () => {
  const domain = (change: object) =>
    deps.db.sendingDomain.create({
      data: {
        shopId: SHOP,
        domain: "kettle.example",
        status: "verified",
        nextCheckAt: daysAgo(-1),
        ...change,
      },
    });

  test("sends no more than its day allows, and the rest when there is room again", async () => {
    await domain({ warmUpAt: hoursAgo(3) });
    await sent(200, 0);
    await drain();
    expect(deps.mailer.taken).toHaveLength(0);
    expect(await findStandstills(deps.db, SHOP, deps)).toMatchObject([
      { kind: "warm_up_full", limit: 200 },
    ]);
    deps.now = () => hoursAgo(-22);
    await deps.db.message.updateMany({
      where: { messageId: "m1" },
      data: { expiresAt: daysAgo(-9) },
    });
    await deps.db.settings.updateMany({
      data: {
        sending: {
          senderAddress: "hello@kettle.example",
          quietHours: { startHour: 0, endHour: 0 },
        },
      },
    });
    await drain();
    expect(deps.mailer.taken).toHaveLength(1);
  });

  test("that the merchant knows to be an old one is not held back, which is kept on record", async () => {
    await domain({ warmUpAt: hoursAgo(3) });
    await sent(200, 0);
    await answerSenderRequest(SHOP, { kind: "end_warm_up", domain: "kettle.example" }, deps);
    await drain();
    expect(deps.mailer.taken).toHaveLength(1);
    expect(await deps.db.auditEntry.findMany()).toMatchObject([{ action: "warm_up_ended" }]);
  });

  test.each(["pending", "missing", "lost"])("that is %s sends nothing", async (status) => {
    await domain({ status });
    await drain();
    expect(deps.mailer.taken).toHaveLength(0);
    expect(await findStandstills(deps.db, SHOP, deps)).toHaveLength(1);
  });
});
