import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkAutoPauseJob } from "~/delivery/auto-pause/check-auto-pause.job.server";
import type { Database } from "~/db.server";
import { confirmOptIn } from "~/delivery/opt-in/confirm-opt-in.server";
import { purgeMailboxCounters } from "~/delivery/opt-in/mailbox-counter-store.server";
import { selectShopsWithDueConfirmations } from "~/delivery/opt-in/send-confirmations.job.server";
import { receiveSignUp } from "~/delivery/opt-in/receive-opt-in.server";
import { sendConfirmationsJob } from "~/delivery/opt-in/send-confirmations.job.server";
import { answerSenderRequest } from "~/pages/sender/answer-sender-request.server";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { applyEmailEventsJob } from "~/feedback/email-events/apply-email-events.job.server";
import { receiveEmailEvent } from "~/feedback/email-events/receive-email-event.server";
import { resendSource } from "~/feedback/email-events/sources/resend-source.server";
import { createAppProxyGuard } from "~/http/app-proxy-guard.server";
import type { ShopId } from "~/lib/shop-id";
import { form, ANONYMOUS_REQUESTER, tokenOf } from "../delivery/opt-in/sign-up-form";
import { NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { readDueShops } from "../support/due-shops";
import { addSendingShop, outboxDeps, proveDomain, type OutboxDeps } from "../support/outbox-stage";
import { aResendEvent, signedEvent, WEBHOOK_SECRET } from "../support/resend-events";
import { PROXY_SECRET, proxyUrl } from "../support/signed-proxy";
import { stopRealTime } from "../support/stop-real-time";
import { emptyTables } from "../support/stored-rows";

const HOUR_MS = 3_600_000;
const { signal } = new AbortController();

let database: Database;
let deps: OutboxDeps & { now: () => Date };
let now: Date;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyTables(database.db);
  now = NOW;
  deps = { ...outboxDeps(database), now: () => now };
  for (const shopId of [SHOP, OTHER_SHOP]) await addSendingShop(database.db, shopId);
});

const later = (hours: number) => (now = new Date(now.getTime() + hours * HOUR_MS));
const signUp = (email: string, shopId: ShopId = SHOP) =>
  receiveSignUp(shopId, form({ email }), ANONYMOUS_REQUESTER, deps);
/** Runs the job like the queue, until it reports no more work. */
async function send(shopId: ShopId = SHOP): Promise<void> {
  while ((await sendConfirmationsJob.run(shopId, deps, signal)).more);
}
const states = async () =>
  (await database.db.optInRequest.findMany({ orderBy: { requestId: "asc" } })).map(
    ({ state, lastError }) => lastError ?? state,
  );
const emailedTo = () => deps.mailer.taken.map(({ to }) => to);

/** Confirmations sent an hour ago, the first of which bounced. */
async function emailedBefore(count: number, { bounced = 0 } = {}): Promise<void> {
  const emailedAt = new Date(now.getTime() - HOUR_MS);
  await database.db.optInRequest.createMany({
    data: Array.from({ length: count }, (_, i) => ({
      shopId: SHOP,
      requestId: `r${i}`,
      emailIndex: new Uint8Array(32),
      sealedAddress: new Uint8Array(1),
      purpose: "marketing",
      locale: "",
      state: "sent",
      createdAt: emailedAt,
      expiresAt: new Date(now.getTime() + 500 * HOUR_MS),
      emailedAt,
      ...(i < bounced && { deliveryState: "bounced", deliveryReportedAt: emailedAt }),
    })),
  });
}

/** The provider's event about the last confirmation to an address. */
async function reportAsProvider(
  type: string,
  email: string,
  data: Record<string, unknown> = {},
): Promise<void> {
  const { messageId } = deps.mailer.taken.findLast(({ to }) => to === email)!;
  const { headers, body } = signedEvent(aResendEvent({ type, messageId, to: email, data }), {
    id: `${type}-${messageId}`,
  });
  const webhooks = createWebhookBatcher(deps);
  await receiveEmailEvent(headers, body, {
    ...deps,
    webhooks,
    sources: [resendSource(WEBHOOK_SECRET)],
    now: () => NOW,
  });
  await webhooks.close();
  await applyEmailEventsJob.run(SHOP, deps, signal);
}
const bounce = (email: string) =>
  reportAsProvider("email.bounced", email, {
    bounce: { type: "Permanent", subType: "General", message: "no" },
  });

describe("the limit per mailbox", () => {
  const SPELLINGS = [
    ...Array.from({ length: 30 }, (_, i) => `victim+${i}@gmail.com`),
    "v.ictim@gmail.com",
    "v.i.c.t.i.m@gmail.com",
    "victim@googlemail.com",
    "VICTIM@gmail.com",
    "victim@gmail.com",
  ];

  test("allows three confirmations in any 24 hours, across spellings and shops", async () => {
    for (const shopId of [SHOP, OTHER_SHOP]) {
      for (const spelling of SPELLINGS) await signUp(spelling, shopId);
      await send(shopId);
    }
    expect(emailedTo()).toHaveLength(3);
    later(23);
    await signUp("victim@gmail.com");
    await send();
    expect(emailedTo()).toHaveLength(3);
    later(1.1);
    await signUp("victim@gmail.com");
    await send();
    expect(emailedTo()).toHaveLength(4);
  });

  test("stores no address, and expires within 48 hours", async () => {
    await signUp("victim@gmail.com");
    await send();
    const [counter] = await database.db.mailboxCounter.findMany();
    expect(counter?.mailboxIndex).toHaveLength(32);
    expect(JSON.stringify(counter)).not.toMatch(/victim|gmail/);
    expect(counter!.expiresAt.getTime() - NOW.getTime()).toBeLessThanOrEqual(48 * HOUR_MS);
    await database.db.shop.deleteMany({ where: { shopId: SHOP } });
    later(25);
    const due = await readDueShops(database.db, selectShopsWithDueConfirmations(now));
    expect(due).toEqual([OTHER_SHOP]);
    await send(OTHER_SHOP);
    expect(await database.db.mailboxCounter.count()).toBe(0);
  });

  test("does not count a repeated confirmation twice", async () => {
    await signUp("ada@example.com");
    deps.mailer.next(() => ({ kind: "ambiguous", detail: "timeout" }));
    await send();
    later(1);
    await send();
    const [counter] = await database.db.mailboxCounter.findMany();
    expect(counter?.emailedAt).toHaveLength(1);
    await purgeMailboxCounters(database.db, now);
    expect(await database.db.mailboxCounter.count()).toBe(1);
  });
});

describe("the limit per network", () => {
  const config = { shopify: { apiSecret: PROXY_SECRET, apiSecretOld: null } };

  test.each([
    ["an IPv6 /64", (i: number) => `2001:db8:1:1::${i.toString(16)}`],
    ["an IPv4 /24", (i: number) => `198.51.100.${i}`],
    ["an IPv4 /24 written as IPv6", (i: number) => `::ffff:198.51.100.${i}`],
  ])("counts %s as one, for any address in it", async (_what, addressOf) => {
    stopRealTime();
    const guard = createAppProxyGuard({ ...deps, config, realNow: deps.now });
    const leave = async (address: string) => {
      const headers = { "x-shopper-address": address };
      return (await guard.authenticate(new Request(proxyUrl("x"), { headers }), "submit")).kind;
    };
    const answers: string[] = [];
    for (let i = 1; i <= 40; i++) answers.push(await leave(addressOf(i)));
    expect(answers.filter((kind) => kind === "admitted")).toHaveLength(20);
    expect(await leave("203.0.113.5")).toBe("admitted");
  });
});

describe("a failed confirmation", () => {
  test("suppresses the address, and no shop asks it again", async () => {
    await signUp("gone@example.com");
    await send();
    await bounce("gone@example.com");
    expect(await database.db.suppression.findMany()).toMatchObject([{ reason: "hard_bounce" }]);
    expect(await database.db.bouncedAddress.count()).toBe(1);
    expect(await database.db.inboxEntry.findMany()).toMatchObject([{ state: "done" }]);

    for (const shopId of [SHOP, OTHER_SHOP]) {
      await signUp("gone@example.com", shopId);
      await send(shopId);
    }
    expect(emailedTo()).toEqual(["gone@example.com"]);
  });

  test("suppresses the address after a complaint, and does not ask its owner again", async () => {
    await signUp("angry@example.com");
    await send();
    await reportAsProvider("email.complained", "angry@example.com");
    expect(await database.db.suppression.findMany()).toMatchObject([{ reason: "complaint" }]);
    expect(await database.db.consentEntry.count({ where: { source: "complaint" } })).toBe(1);
    await signUp("angry@example.com");
    await send();
    expect(emailedTo()).toHaveLength(1);
    // Also not by their existing link.
    await confirmOptIn(tokenOf(deps.mailer.taken[0]), deps);
    expect(await database.db.optInRequest.findMany()).toMatchObject([{ state: "sent" }]);
  });

  test("counts toward the automatic pause, which blocks confirmations too", async () => {
    await emailedBefore(200, { bounced: 10 });
    await checkAutoPauseJob.run(SHOP, deps, signal);
    expect(await database.db.autoPause.findMany({ where: { kind: "hard_bounce" } })).toMatchObject([
      { level: "stop", sent: 200, failures: 10 },
    ]);
    await signUp("new@example.com");
    await send();
    expect(emailedTo()).toEqual([]);
    expect(await database.db.optInRequest.count({ where: { state: "queued" } })).toBe(1);
    await answerSenderRequest(SHOP, { kind: "release", failureKind: "hard_bounce" }, deps);
    await send();
    expect(emailedTo()).toEqual(["new@example.com"]);
  });

  test("is not sent to an address that the provider suppresses", async () => {
    const body = {
      type: "suppression.added",
      created_at: NOW.toISOString(),
      data: { email: "held@example.com", origin: "bounce" },
    };
    const { headers, body: bytes } = signedEvent(body, { id: "listed" });
    const webhooks = createWebhookBatcher(deps);
    await receiveEmailEvent(headers, bytes, {
      ...deps,
      webhooks,
      sources: [resendSource(WEBHOOK_SECRET)],
      now: () => NOW,
    });
    await webhooks.close();
    await signUp("held@example.com");
    await send();
    expect(emailedTo()).toEqual([]);
    expect(await states()).toEqual(["suppressed"]);
  });
});

describe("confirmations follow the sending limits of other email", () => {
  test("with a new domain's daily limit, which counts them", async () => {
    await proveDomain(database.db, SHOP, undefined, { warmUpAt: NOW });
    await emailedBefore(198);
    for (let i = 0; i < 4; i++) await signUp(`new${i}@example.com`);
    await send();
    expect(emailedTo()).toHaveLength(2);
    later(24.1);
    await send();
    expect(emailedTo()).toHaveLength(4);
  });

  test("with a rate-limiting provider, which is not called, and none is dropped", async () => {
    const mailer = { ...deps.mailer, account: "resend-1" };
    await signUp("ada@example.com");
    await signUp("bea@example.com");
    deps.mailer.next(() => ({ kind: "rate_limited", retryAfterMs: 60_000 }));
    await sendConfirmationsJob.run(SHOP, { ...deps, mailer }, signal);
    expect(deps.mailer.calls).toHaveLength(1);
    const waiting = { state: "queued", lastError: "rate_limited" };
    expect(await database.db.systemEmail.findMany()).toMatchObject([waiting, waiting]);
    await sendConfirmationsJob.run(SHOP, { ...deps, mailer }, signal);
    expect(deps.mailer.calls).toHaveLength(1);
  });
});

describe("an unlikely number of sign-ups", () => {
  test("waits, is reported, and is released when people confirm or the merchant approves", async () => {
    await emailedBefore(298);
    for (let i = 0; i < 14; i++) await signUp(`person${i}@example.com`);
    await send();
    expect(emailedTo()).toHaveLength(2);
    const notices = () => findSendingBlocks(database.db, SHOP, deps);
    expect(await notices()).toEqual([
      { kind: "sign_ups_held", waiting: 12, emailed: 300, bounced: 0 },
    ]);

    // Two clicks allow eight more.
    for (const email of deps.mailer.taken.slice(0, 2)) await confirmOptIn(tokenOf(email), deps);
    await send();
    expect(emailedTo()).toHaveLength(10);
    expect(await notices()).toMatchObject([{ waiting: 4 }]);

    expect(await answerSenderRequest(SHOP, { kind: "vouch_for_sign_ups" }, deps)).toMatchObject({
      error: null,
    });
    await send();
    expect(new Set(emailedTo()).size).toBe(14);
    expect(await notices()).toEqual([]);
    expect(await database.db.auditEntry.findMany()).toMatchObject([
      { action: "sign_ups_vouched_for" },
    ]);
  });

  test("can still be confirmed for a week after days of waiting", async () => {
    await database.db.settings.updateMany({ data: { sending: {} } });
    await signUp("patient@example.com");
    later(10 * 24);
    await database.db.settings.updateMany({
      data: { sending: { senderAddress: "hello@kettle.example" } },
    });
    await send();
    later(6 * 24);
    expect(await confirmOptIn(tokenOf(deps.mailer.taken[0]), deps)).not.toBeNull();
    expect(await database.db.optInRequest.findMany()).toMatchObject([{ state: "confirmed" }]);
  });
});
