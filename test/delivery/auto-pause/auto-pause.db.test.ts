import { beforeEach, describe, expect, test } from "vitest";
import { checkAutoPauseJob } from "~/delivery/auto-pause/check-auto-pause.job.server";
import { answerSenderRequest } from "~/pages/sender/answer-sender-request.server";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import { storedJson } from "~/flows/stored-json";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { dueShopsOf } from "../../support/due-shops";
import { proveDomain } from "../../support/outbox-stage";
import { useOutbox } from "../../support/use-outbox";
import { storeProfile } from "../../support/stored-rows";
import { changeMessages, insertMessages } from "../../support/message-rows";

const outbox = useOutbox();
const { run, at, plan } = outbox;
beforeEach(async () => {
  const { db, keyring } = outbox.deps;
  await db.autoPause.deleteMany();
  await db.auditEntry.deleteMany();
  await plan("1", "m1");
  await storeProfile(db, keyring, "2");
});

const { signal } = new AbortController();
const check = () => checkAutoPauseJob.run(SHOP, outbox.deps, signal);
const levels = async () =>
  Object.fromEntries((await outbox.db.autoPause.findMany()).map((it) => [it.kind, it.level]));

/** Emails of the last hours, some of which failed an hour ago. */
async function sent(count: number, failures: number, delivery = "complained", when = hoursAgo(2)) {
  const tag = when.toISOString();
  await insertMessages(
    outbox.db,
    Array.from({ length: count }, (_, i) => ({
      shopId: SHOP,
      messageId: `sent-${tag}-${i}`,
      profileId: "c2",
      state: "sent",
      plannedAt: when,
      nextRunAt: when,
      expiresAt: NOW,
      sentAt: when,
      intent: storedJson({}),
    })),
  );
  await outbox.db.emailEvent.createMany({
    data: Array.from({ length: failures }, (_, i) => ({
      shopId: SHOP,
      eventId: `event-${tag}-${i}`,
      messageId: `sent-${tag}-${i}`,
      delivery,
      occurredAt: when,
      receivedAt: when,
    })),
  });
}

describe("a shop whose emails are marked as spam", () => {
  test("is stopped at three complaints per thousand, with a reason", async () => {
    await sent(1_000, 3);
    await check();
    expect(await levels()).toMatchObject({ complaint: "stop", hard_bounce: "ok" });
    await run();
    expect(outbox.mailer.taken).toHaveLength(0);
    expect(await findSendingBlocks(outbox.db, SHOP, outbox.deps)).toMatchObject([
      { kind: "auto_paused", cause: "complaint", sent: 1_000, failures: 3 },
    ]);
  });

  test("is warned at one per thousand, keeps sending, and the warning ends by itself", async () => {
    await sent(1_000, 1);
    await check();
    expect(await levels()).toMatchObject({ complaint: "warn" });
    expect(await dueShopsOf(checkAutoPauseJob, outbox.db, NOW)).toEqual([SHOP]);
    at(daysAgo(-1));
    await check();
    expect(await levels()).toMatchObject({ complaint: "ok" });
    expect(await findSendingBlocks(outbox.db, SHOP, outbox.deps)).toEqual([]);
  });

  test("ignores failures older than a day", async () => {
    await sent(1_000, 900, "complained", hoursAgo(25));
    await check();
    expect(await levels()).toMatchObject({ complaint: "ok" });
  });

  test("stays stopped until the merchant resumes sending, which is audited and restarts the count", async () => {
    await sent(1_000, 60, "bounced");
    await check();
    expect(await levels()).toMatchObject({ hard_bounce: "stop" });
    const release = { kind: "release", failureKind: "hard_bounce" };
    await answerSenderRequest(SHOP, release, outbox.deps);
    await answerSenderRequest(SHOP, release, outbox.deps);
    await check();
    expect(await levels()).toMatchObject({ hard_bounce: "ok" });
    expect(await outbox.db.auditEntry.findMany()).toMatchObject([
      {
        action: "sending_resumed",
        actor: "merchant",
        detail: { kind: "hard_bounce", sent: 1_000, failures: 60 },
      },
    ]);
    expect(outbox.deps.announced).toContainEqual({ shopId: SHOP, fact: "messages_planned" });
    await run();
    expect(outbox.mailer.taken).toHaveLength(1);
  });
});

describe("a new domain", () => {
  const domain = (change: object) => proveDomain(outbox.db, SHOP, "kettle.example", change);

  test("sends no more than its daily limit, and the rest when capacity returns", async () => {
    await domain({ warmUpAt: hoursAgo(3) });
    await sent(200, 0);
    await run();
    expect(outbox.mailer.taken).toHaveLength(0);
    expect(await findSendingBlocks(outbox.db, SHOP, outbox.deps)).toMatchObject([
      { kind: "warm_up_full", limit: 200 },
    ]);
    at(hoursAgo(-22));
    await changeMessages(outbox.db, { messageId: "m1" }, { expiresAt: daysAgo(-9) });
    await outbox.db.settings.updateMany({
      data: {
        sending: {
          senderAddress: "hello@kettle.example",
          quietHours: { startHour: 0, endHour: 0 },
        },
      },
    });
    await run();
    expect(outbox.mailer.taken).toHaveLength(1);
  });

  test("skips the warm-up when the merchant declares the domain as established, and audits it", async () => {
    await domain({ warmUpAt: hoursAgo(3) });
    await sent(200, 0);
    await answerSenderRequest(SHOP, { kind: "end_warm_up", domain: "kettle.example" }, outbox.deps);
    await run();
    expect(outbox.mailer.taken).toHaveLength(1);
    expect(await outbox.db.auditEntry.findMany()).toMatchObject([{ action: "warm_up_ended" }]);
  });

  test.each(["pending", "missing", "lost"])("sends nothing when it is %s", async (status) => {
    await domain({ status });
    await run();
    expect(outbox.mailer.taken).toHaveLength(0);
    expect(await findSendingBlocks(outbox.db, SHOP, outbox.deps)).toHaveLength(1);
  });
});
