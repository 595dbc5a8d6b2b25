import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { reconcileEmailsJob } from "~/feedback/reconcile/reconcile-emails.job.server";
import { hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { dueShopsOf } from "../../support/due-shops";
import { startLocalResend, type Fault, type LocalResend } from "../../support/local-resend";
import { overSeeds } from "../../support/over-seeds";
import {
  outboxDeps,
  storePlannedEmail,
  storeSendingShop,
  type OutboxDeps,
} from "../../support/outbox-stage";
import { changeMessages } from "../../support/message-rows";

/* F6: a provider that accepted emails, never answered, and has dropped the key since. */

let database: Database;
let provider: LocalResend;
/** The provider's time of acceptance; null: now. */
let takenAt: Date | null;
let deps: Omit<OutboxDeps, "mailer"> & { mailer: ReturnType<typeof resendMailer> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  takenAt = null;
  provider = await startLocalResend({ hasList: true, now: () => takenAt ?? deps.now() });
  deps = { ...outboxDeps(database), mailer: mailerTo(provider) };
  await storeSendingShop(deps.db);
  await deps.db.mailerAccount.deleteMany();
});
afterEach(() => provider.close());

/** Calls follow each other at once, since rate limits are tested elsewhere. */
const mailerTo = ({ url }: LocalResend, timeoutMs = PATIENCE_MS) => {
  const mailer = resendMailer({ apiKey: "re_test", baseUrl: url, timeoutMs });
  return { ...mailer, account: "resend/fast" };
};
/** For a provider that answers on any machine, and for one that does not. */
const PATIENCE_MS = 60_000;
const IMPATIENCE_MS = 500;
const FAULTS = ["accept_then_reset", "accept_then_half_body", "reset"] as const;
const SILENT_FAULTS = ["accept_then_hang", "hang"] as const;
const { signal } = new AbortController();
const at = (hours: number) => {
  deps.now = () => hoursAgo(-hours);
};
const drain = (worker = deps) => drainOutboxJob.run(SHOP, worker, signal);
const quicken = () =>
  deps.db.mailerAccount.updateMany({ data: { ratePerSecond: 10_000, tokens: 10_000 } });
const plan = (customerId: string, messageId = `m${customerId}`) =>
  storePlannedEmail(deps, { customerId, messageId });
const email = (messageId: string) =>
  deps.db.messageStatus.findFirstOrThrow({ where: { messageId } });
const events = () => deps.db.event.count({ where: { kind: "email_sent" } });

/** Sends emails, gets no response, and may no longer retry by the idempotency key. */
async function loseTheAnswer(fault: Fault): Promise<void> {
  provider.fail(fault);
  await drain();
  provider.expireKeys();
  at(24);
  await drain();
}

async function lookUp() {
  await quicken();
  return reconcileEmailsJob.run(SHOP, deps, signal);
}

describe("F6: emails without an answer", () => {
  overSeeds(
    "F6: however many in however many batches, those that it took have left, the rest has not, and none is offered again",
    { usual: 3 },
    async (draw) => {
      const batches = draw.between(1, 3);
      const messageIds: string[] = [];
      const impatient = { ...deps, mailer: mailerTo(provider, IMPATIENCE_MS) };
      for (let batch = 0; batch < batches; batch++) {
        const ids = Array.from({ length: draw.between(1, 5) }, (_, i) => `${batch}${i}`);
        for (const id of ids) await plan(id);
        messageIds.push(...ids.map((id) => `m${id}`));
        const isSilent = draw.chance(0.4);
        provider.fail({ kind: draw.of(isSilent ? SILENT_FAULTS : FAULTS) });
        await quicken();
        await drain(isSilent ? impatient : deps);
        await deps.db.emailBatch.updateMany({ data: { nextRunAt: hoursAgo(-23.5) } });
      }
      provider.expireKeys();
      at(24);
      for (let more = true; more;) more = (await drain()).more;
      const calls = provider.calls.length;
      at(25);
      for (let looks = 0; looks < 2 * batches; looks++) await lookUp();
      for (const messageId of messageIds) {
        const { state, reason, providerId } = await email(messageId);
        const listed = provider.accepted.find((it) => it.messageId === messageId);
        expect([messageId, state, reason, providerId]).toEqual([
          messageId,
          ...(listed ? ["sent", null, listed.id] : ["unknown", "not_listed", null]),
        ]);
      }
      expect(await events()).toBe(provider.accepted.length);
      expect(provider.calls.slice(calls).filter(({ path }) => path === "/emails/batch")).toEqual(
        [],
      );
    },
  );

  test("are marked as sent when they are in the provider's list, with the usual events", async () => {
    for (const customer of ["1", "2", "3"]) await plan(customer);
    await loseTheAnswer({ kind: "accept_then_reset" });
    expect(await email("m1")).toMatchObject({ state: "unknown", reason: "no_answer" });
    at(25);
    expect(await dueShopsOf(reconcileEmailsJob, deps.db, deps.now())).toEqual([SHOP]);
    await lookUp();
    for (const { messageId, id } of provider.accepted) {
      expect(await email(messageId!)).toMatchObject({
        state: "sent",
        reason: null,
        deliveryState: "delivered",
        providerId: id,
        sentAt: NOW,
      });
    }
    expect(await events()).toBe(3);
    expect(provider.accepted).toHaveLength(3);
  });

  test("are not sent again when the list lacks them, and show the merchant the reason", async () => {
    await plan("1");
    await loseTheAnswer({ kind: "reset" });
    at(25);
    await lookUp();
    expect(await email("m1")).toMatchObject({ state: "unknown", reason: "not_listed" });
    expect(await dueShopsOf(reconcileEmailsJob, deps.db, hoursAgo(-1_000))).toEqual([]);
    await drain();
    expect(provider.accepted).toEqual([]);
  });

  test("are distinguished from others with the same recipient and subject", async () => {
    await plan("1");
    await loseTheAnswer({ kind: "reset" });
    // An equal email was sent under another key and belongs to another message.
    const stored = await email("m1");
    await plan("1", "m2");
    await changeMessages(
      deps.db,
      { messageId: "m2" },
      { nextRunAt: hoursAgo(-23), expiresAt: hoursAgo(-50) },
    );
    await drain();
    expect(provider.accepted.map(({ messageId }) => messageId)).toEqual(["m2"]);
    await changeMessages(deps.db, { messageId: "m2" }, { providerId: null });
    at(25);
    await lookUp();
    expect(await email("m1")).toMatchObject({ state: "unknown", batchId: stored.batchId });
  });

  test("are listed page by page, back to the first call at most", async () => {
    takenAt = hoursAgo(48);
    for (const customer of ["7", "8", "9"]) await plan(customer);
    await drain();
    expect(provider.accepted).toHaveLength(3);
    takenAt = null;
    for (const customer of ["1", "2", "3"]) await plan(customer);
    await loseTheAnswer({ kind: "accept_then_reset" });
    at(25);
    await lookUp();
    const pages = provider.calls.filter(({ path }) => path.startsWith("/emails?"));
    // Three recent ones and an older one: the third page is not requested.
    expect(pages).toHaveLength(2);
    expect((await email("m1")).state).toBe("sent");
  });

  test("wait while the provider cannot be asked, for a week at most", async () => {
    await plan("1");
    await loseTheAnswer({ kind: "accept_then_reset" });
    provider.fail({ kind: "error", statusCode: 401, name: "restricted_api_key" });
    at(25);
    await lookUp();
    expect(await email("m1")).toMatchObject({ state: "unknown", reason: "no_answer" });
    expect(await dueShopsOf(reconcileEmailsJob, deps.db, hoursAgo(-30))).toEqual([]);
    expect(await dueShopsOf(reconcileEmailsJob, deps.db, hoursAgo(-31.1))).toEqual([SHOP]);
    at(24 * 8);
    provider.fail({ kind: "error", statusCode: 500, name: "internal_server_error" });
    await lookUp();
    expect(await dueShopsOf(reconcileEmailsJob, deps.db, hoursAgo(-1_000))).toEqual([]);
  });

  test("are written only by the worker that took over", async () => {
    await plan("1");
    await loseTheAnswer({ kind: "accept_then_reset" });
    at(25);
    await quicken();
    await Promise.all([lookUp(), lookUp()]);
    expect(await events()).toBe(1);
    expect(await deps.db.emailEvent.count()).toBe(1);
  });

  test("stay separate per shop, although the list covers the whole account", async () => {
    await plan("1");
    await loseTheAnswer({ kind: "accept_then_reset" });
    at(25);
    await quicken();
    await reconcileEmailsJob.run("other.myshopify.com" as typeof SHOP, deps, signal);
    expect((await email("m1")).state).toBe("unknown");
  });
});
