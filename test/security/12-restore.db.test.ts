import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { takeAccountToken } from "~/delivery/pace/account-store.server";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import { applyLifecycle } from "~/events/lifecycle/apply-lifecycle.server";
import { unsubscribe } from "~/feedback/unsubscribe.server";
import { isPausedAfterRestore } from "~/restore/shop-restore-store.server";
import { detectRestore } from "~/restore/watch-for-restore.server";
import { signIn, startShopifyForTests } from "../events/test-shop";
import { smallStore } from "../shopify-tests/small-store";
import { hoursAgo, NOW, SHOP } from "../support/builders";
import { openOwnDatabase } from "../support/database";
import { startLocalResend, type LocalResend } from "../support/local-resend";
import { recordingMailer, type RecordingMailer } from "../support/recording-mailer";
import {
  backUp,
  startAppOn,
  markConsentsReadUntil,
  useMailer,
  deps,
  later,
  leaveCheckout,
  now,
  restore,
  setNow,
  runJobs,
  runJobsAt,
} from "./restore-bench";

describe("with a provider that lists its sent emails", () => {
  let provider: LocalResend;
  let bed: Awaited<ReturnType<typeof startShopifyForTests>>;

  beforeEach(startAppOn(openOwnDatabase));
  beforeEach(async () => {
    provider = await startLocalResend({ hasList: true, now: () => now });
    const { url } = provider;
    useMailer({
      ...resendMailer({ apiKey: "re_test", baseUrl: url, timeoutMs: 60_000 }),
      account: ACCOUNT,
    });
    bed = await startShopifyForTests(STORE);
    await setClock(NOW);
    await signIn(SHOP, await bed.control.idToken(SHOP), deps);
    await deps.db.backfill.createMany({
      data: ["products", "collections", "customers", "orders"].map((resource) => ({
        shopId: SHOP,
        resource,
        state: "done",
        startedAt: NOW,
        nextRunAt: NOW,
      })),
    });
    await takeAccountToken(deps.db, ACCOUNT, 0);
    await deps.db.mailerAccount.updateMany({ data: { ratePerSecond: 10_000, tokens: 10_000 } });
  });
  afterEach(async () => {
    await bed.stop();
    await provider.close();
  });

  const setClock = async (instant: Date) => {
    setNow(instant);
    await bed.control.setClock({ rate: 0, storeAt: instant.toISOString() });
  };
  const sentTo = (customerId: string) =>
    provider.accepted.filter(({ recipient }) => recipient === `customer-${customerId}@example.com`);
  const profile = (customerId: string) =>
    deps.db.profile.findFirstOrThrow({ where: { shopId: SHOP, customerId } });

  test("no customer gets an email twice, no opted-out customer gets one, and erased customers stay erased", async () => {
    for (const customerId of ["201", "202", "204"]) await leaveCheckout(customerId, hoursAgo(2));
    await leaveCheckout("205", later(0.5));
    const backup = await backUp();

    // Data that the back-up lacks: emails, a checkout, an unsubscribe, a complaint and an erasure.
    await setClock(later(0.5));
    await runJobs();
    await leaveCheckout("203", hoursAgo(2));
    await runJobs();
    expect(provider.accepted.map(({ recipient }) => recipient).sort()).toEqual(
      ["201", "202", "203", "204"].map((it) => `customer-${it}@example.com`),
    );
    const [toB] = sentTo("202");
    await unsubscribe(
      deps.keyring.signLink("unsubscribe", `${SHOP}/c202/${toB!.messageId!}`),
      deps,
    );
    await runJobs();
    provider.lastEvents.set(sentTo("201")[0]!.id, "complained");
    const request = {
      customerId: "204",
      email: "customer-204@example.com",
      orderIds: [],
      requestId: null,
    };
    await applyLifecycle(SHOP, { kind: "customer_redacted", request }, "redact-204", deps);

    await setClock(later(1));
    await restore(backup);
    expect((await profile("204")).marketingState).toBe("subscribed");
    await detectRestore(deps);
    expect(await profile("204")).toMatchObject({ marketingState: "redacted", sealedContact: null });
    expect(await findSendingBlocks(deps.db, SHOP, deps)).toContainEqual({
      kind: "restored",
      since: NOW.toISOString(),
    });

    // Shopify redelivers its first checkout, as it does without a response.
    await leaveCheckout("203", hoursAgo(2));
    await runJobs();
    await setClock(later(1.05));
    await runJobs();
    expect(provider.accepted).toHaveLength(4);
    expect(await isPausedAfterRestore(deps.db, SHOP)).toBe(true);

    for (const hours of [1.1, 1.6, 2, 24, 28, 52, 76]) {
      await setClock(later(hours));
      await runJobs();
    }
    expect(await isPausedAfterRestore(deps.db, SHOP)).toBe(false);
    const ids = provider.accepted.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    const sentEmails = provider.accepted.map(
      ({ recipient, email }) => `${recipient} ${email.subject}`,
    );
    expect(new Set(sentEmails).size).toBe(sentEmails.length);
    // Customers who unsubscribed, complained or were erased since get nothing more; the others their further emails.
    expect(["201", "202", "204"].map((it) => sentTo(it).length)).toEqual([1, 1, 1]);
    expect(sentTo("203").length).toBeGreaterThan(1);
    expect(sentTo("205").length).toBeGreaterThan(0);
    expect(await profile("202")).toMatchObject({ marketingState: "unsubscribed" });
    expect(await profile("204")).toMatchObject({ marketingState: "redacted", sealedContact: null });
  });
});

describe("with an SMTP server, which cannot list its sent emails", () => {
  let provider: RecordingMailer;
  beforeEach(startAppOn(openOwnDatabase));
  beforeEach(async () => {
    provider = recordingMailer();
    useMailer({ ...provider, name: "smtp" });
    await markConsentsReadUntil(later(200));
  });
  const recipients = () => provider.taken.map(({ to }) => to).sort();
  const states = async (customerId: string) =>
    (
      await deps.db.messageStatus.findMany({
        where: { profileId: `c${customerId}` },
        orderBy: { plannedAt: "asc" },
      })
    ).map(({ state, reason }) => reason ?? state);

  test("messages due before the restore are skipped with a reason, and later ones are sent", async () => {
    // One whose email already waits, one whose flow waits, and one whose flow begins after the restore.
    await leaveCheckout("202", hoursAgo(2));
    provider.next(() => ({ kind: "rate_limited", retryAfterMs: 60_000 }));
    await runJobsAt(NOW);
    await leaveCheckout("201", hoursAgo(2));
    await leaveCheckout("205", later(0.5));
    const backup = await backUp();
    await runJobsAt(later(0.5));
    const before = ["customer-201@example.com", "customer-202@example.com"];
    expect(recipients()).toEqual(before);

    setNow(later(1));
    await restore(backup);
    await runJobs();
    // It was abandoned and emailed after the back-up; the webhook is delivered again.
    await leaveCheckout("203", hoursAgo(2));
    await runJobsAt(later(1.1), later(2), later(24), later(28), later(52), later(76));

    expect(await isPausedAfterRestore(deps.db, SHOP)).toBe(false);
    expect((await states("202"))[0]).toBe("restored");
    const sent = provider.taken;
    const sentEmails = sent.map(({ to, subject }) => `${to} ${subject}`);
    expect(new Set(sentEmails).size).toBe(sentEmails.length);
    const numberTo = (it: string) => recipients().filter((to) => to.includes(it)).length;
    // Further emails to 202 were not due yet; how many emails 201 and 203 got is unknown.
    expect(["201", "202", "203", "205"].map(numberTo)).toEqual([1, 3, 0, 3]);
    const enrollments = await deps.db.enrollment.findMany({ orderBy: { profileId: "asc" } });
    expect(enrollments.map(({ profileId, exitReason }) => [profileId, exitReason])).toEqual([
      ["c201", "restored"],
      ["c202", null],
      ["c203", "restored"],
      ["c205", null],
    ]);
  });
});

const ACCOUNT = "resend/fast";
const STORE = (() => {
  const store = smallStore(SHOP);
  const [any] = store.customers;
  return {
    ...store,
    cutAt: NOW.toISOString(),
    orders: [],
    customers: ["201", "202", "203", "204", "205"].map((id) => ({
      ...any!,
      id,
      email: `customer-${id}@example.com`,
    })),
  };
})();
