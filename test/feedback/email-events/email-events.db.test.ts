import { describe, expect, test } from "vitest";
import { findBounced, recordBounced } from "~/delivery/suppressions/bounced-address-store.server";
import { changeSuppression } from "~/delivery/suppressions/change-suppressions.server";
import { endSuppressionsJob } from "~/delivery/suppressions/end-suppressions.job.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { applyEmailEventsJob } from "~/feedback/email-events/apply-email-events.job.server";
import { receiveEmailEvent } from "~/feedback/email-events/receive-email-event.server";
import { resendSource } from "~/feedback/email-events/sources/resend-source.server";
import { Prisma } from "~/generated/prisma/client";
import { endMessages } from "~/outbox/message-store.server";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { dueShopsOf } from "../../support/due-shops";
import { storePlannedEmail } from "../../support/outbox-stage";
import {
  aHardBounce,
  aResendEvent,
  aSoftBounce,
  signedEvent,
  WEBHOOK_SECRET,
} from "../../support/resend-events";
import { waitFor } from "../../support/wait-for";
import { complaint, delivered, useEmailEvents } from "./use-email-events";

const stage = useEmailEvents();
const { receive, apply, drain, plan, email } = stage;
const { signal } = new AbortController();
const receiveAndApply = async (...events: unknown[]) => {
  for (const event of events) await receive(event);
  await apply();
};

describe("a provider event", () => {
  test("is stored once for repeated and concurrent deliveries", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => receive(delivered("m1"), "msg_1")),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["stored"]));
    expect(await stage.deps.db.inboxEntry.count()).toBe(1);
    expect(stage.deps.announced).toContainEqual({ shopId: SHOP, fact: "email_event_received" });
    expect(stage.deps.announced.map(({ fact }) => fact)).not.toContain("webhook_received");
  });

  test("stores nothing when it is forged", async () => {
    const { headers } = signedEvent(delivered("m1"));
    const body = new TextEncoder().encode(JSON.stringify(complaint("m1")));
    expect(
      await receiveEmailEvent(headers, body, {
        ...stage.deps,
        webhooks: stage.webhooks,
        sources: [resendSource(WEBHOOK_SECRET)],
      }),
    ).toEqual({ kind: "refused", reason: "bad_signature" });
    expect(await stage.deps.db.inboxEntry.count()).toBe(0);
  });

  test.each([
    [
      "of another program's email",
      { ...delivered("m1"), data: { email_id: "x", to: [], tags: {} } },
    ],
    ["without an email", { type: "domain.updated", created_at: NOW.toISOString(), data: {} }],
    ["that is no event", {}],
  ])("%s is answered and not stored", async (_what, event) => {
    expect(await receive(event)).toEqual({ kind: "ignored" });
    expect(await stage.deps.db.inboxEntry.count()).toBe(0);
  });

  test("is ignored by the job that processes Shopify's webhooks", async () => {
    await receive(delivered("m1"));
    await drainInboxJob.run(SHOP, stage.deps, signal);
    expect(await stage.deps.db.inboxEntry.findFirst()).toMatchObject({
      state: "waiting",
      attempts: 0,
    });
    expect(await dueShopsOf(drainInboxJob, stage.deps.db, NOW)).toEqual([]);
    expect(await dueShopsOf(applyEmailEventsJob, stage.deps.db, NOW)).toEqual([SHOP]);
  });

  test("is refused with a reason when the shop has no such email", async () => {
    await receiveAndApply(delivered("nobody"));
    expect(await stage.deps.db.inboxEntry.findFirst()).toMatchObject({
      state: "refused",
      lastError: "the shop has no such email",
      sealedBody: null,
    });
  });
});

describe("a complaint about one of our emails", () => {
  const about = (data: object, rest: object = {}) => {
    const event = complaint("m1");
    return { ...event, ...rest, data: { ...event.data, ...data } };
  };

  test.each([
    ["without a time", about({}, { created_at: null })],
    ["at a time that nobody can read", about({}, { created_at: "soon" })],
    ["about a recipient with a name", about({ to: ["Ada <ada@example.com>"] })],
    ["beside recipients that are none", about({ to: [null, "", "ada@example.com"] })],
    [
      "whose tags are a list",
      about({
        tags: [
          { name: "mid", value: "m1" },
          { name: "shop", value: "kettle" },
        ],
      }),
    ],
    ["with another program's tags", about({ tags: { mid: "m1", shop: "kettle", batch: null } })],
    ["that no database would store", about({ email_id: "a\0", failed: { reason: "\0\ud800" } })],
  ])("counts as a complaint when %s", async (_what, event) => {
    await plan("1", "m1");
    await drain();
    await receiveAndApply(event);
    const { db, keyring } = stage.deps;
    const [suppressed] = await db.suppression.findMany();
    expect(suppressed).toMatchObject({ reason: "complaint", createdAt: NOW });
    expect(Buffer.from(suppressed!.emailIndex)).toEqual(
      Buffer.from(keyring.blindIndex(SHOP, "ada@example.com")),
    );
  });
});

describe("F14: an event that arrives before our own commit", () => {
  test("is kept: the email is sent, and its state is the provider's", async () => {
    await plan("1", "m1");
    stage.deps.mailer.next(async (batch) => {
      const outcome = stage.deps.mailer.take(batch);
      await receiveAndApply(delivered("m1"));
      return outcome;
    });
    await drain();
    expect(await email("m1")).toMatchObject({ state: "sent", deliveryState: "delivered" });
    expect(await stage.deps.db.event.count({ where: { kind: "email_sent" } })).toBe(1);
  });

  test("that waits for this commit finds the email among the ended ones", async ({ skip }) => {
    if (stage.database.driver.kind !== "postgres") return skip("a PGlite has one connection");
    const { db } = stage.deps;
    await plan("1", "m1");
    await receive(delivered("m1"));
    const locked = Promise.withResolvers<null>();
    const ended = Promise.withResolvers<null>();
    const ending = db.$transaction(async (tx) => {
      const which = Prisma.sql`message.message_id = 'm1'`;
      await endMessages(tx, SHOP, which, { state: "unknown", reason: "no_answer" });
      locked.resolve(null);
      await ended.promise;
    });
    await locked.promise;
    const applying = apply();
    await waitFor("the event to wait for the lock", async () => {
      const [waiting] = await db.$queryRaw<{ count: number }[]>`
        select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return waiting?.count ? true : null;
    });
    ended.resolve(null);
    await Promise.all([ending, applying]);
    expect(await email("m1")).toMatchObject({ state: "sent", deliveryState: "delivered" });
  });

  test("settles a batch without an answer that must no longer be retried", async () => {
    await plan("1", "m1");
    await plan("2", "m2");
    stage.deps.mailer.next((batch) => {
      stage.deps.mailer.take(batch);
      return { kind: "ambiguous", detail: "timeout" };
    });
    await drain();
    await receiveAndApply(delivered("m1"));
    expect((await email("m1")).state).toBe("sending");
    stage.deps.now = () => hoursAgo(-23);
    await drain();
    expect(await email("m1")).toMatchObject({
      state: "sent",
      providerId: "resend-m1",
      reason: null,
    });
    expect(await email("m2")).toMatchObject({ state: "unknown", reason: "no_answer" });
    expect(stage.deps.mailer.calls).toHaveLength(1);
  });
});

describe("F6: an email with an unknown outcome", () => {
  test("is sent once the provider reports it, and is never retried", async () => {
    await plan("1", "m1");
    stage.deps.mailer.next((batch) => {
      stage.deps.mailer.take(batch);
      return { kind: "ambiguous", detail: "timeout" };
    });
    await drain();
    stage.deps.now = () => hoursAgo(-25);
    await drain();
    expect((await email("m1")).state).toBe("unknown");
    await receiveAndApply(delivered("m1"));
    expect(await email("m1")).toMatchObject({
      state: "sent",
      reason: null,
      sentAt: NOW,
      providerId: "resend-m1",
    });
    expect(await stage.deps.db.event.count({ where: { kind: "email_sent" } })).toBe(1);
    await drain();
    expect(stage.deps.mailer.calls).toHaveLength(1);
  });
});

describe("a suppression", () => {
  test("after a hard bounce stops the next email to the address, and contains no address", async () => {
    await plan("1", "m1");
    await drain();
    const to = stage.deps.mailer.taken[0]!.to;
    await receiveAndApply(aHardBounce("m1", to));
    stage.deps.now = () => daysAgo(-3);
    await storePlannedEmail(stage.deps, {
      customerId: "1",
      messageId: "m2",
      message: { nextRunAt: NOW, expiresAt: daysAgo(-9) },
    });
    await drain();
    expect(await email("m2")).toMatchObject({ state: "skipped", reason: "suppressed" });
    const suppression = await stage.deps.db.suppression.findFirstOrThrow();
    expect(suppression).toMatchObject({ reason: "hard_bounce", messageId: "m1", expiresAt: null });
    expect(suppression.note).toBe("General: No mailbox <(address)>");
    expect(JSON.stringify(await stage.deps.db.emailEvent.findMany())).not.toContain("@");
  });

  test("applies in every shop for a hard bounce, and in its own shop for other reasons", async () => {
    await plan("1", "m1");
    await drain();
    const about = (type: string, name: string) =>
      aResendEvent({ type, messageId: "m1", to: `${name}@example.com` });
    await receiveAndApply(
      aHardBounce("m1", "Gone@example.com"),
      about("email.complained", "cross"),
      about("email.suppressed", "held"),
      aSoftBounce("m1", "full@example.com", NOW),
    );
    const addresses = ["gone", "cross", "held", "full"].map((name) => `${name}@example.com`);
    expect([...(await findBounced(stage.deps.db, addresses, stage.deps)).keys()]).toEqual([
      "gone@example.com",
    ]);
    expect(JSON.stringify(await stage.deps.db.bouncedAddress.findMany())).not.toMatch(
      /kettle|m1|@/,
    );
  });

  test("after another shop's bounce blocks an email until the merchant allows the address again", async () => {
    const address = "customer-1@example.com";
    await recordBounced(
      stage.deps.db,
      [{ address, at: daysAgo(9), reason: "bounced" }],
      stage.deps,
    );
    await plan("1", "m1");
    await plan("2", "m2");
    await drain();
    expect(stage.deps.mailer.taken.map(({ messageId }) => messageId)).toEqual(["m2"]);
    expect(await email("m1")).toMatchObject({ state: "skipped", reason: "suppressed" });
    const [suppression] = await stage.deps.db.suppression.findMany();
    expect(suppression).toMatchObject({ reason: "hard_bounce", createdAt: daysAgo(9) });
    const index = Buffer.from(suppression!.emailIndex).toString("hex");
    const change = { kind: "remove", index, reason: "hard_bounce", why: "They wrote" } as const;
    await changeSuppression(SHOP, change, stage.deps);
    await plan("1", "m3");
    await drain();
    expect(await email("m3")).toMatchObject({ state: "sent" });
  });

  test("after a complaint is reported to Shopify", async () => {
    await plan("1", "m1");
    await drain();
    await receiveAndApply(complaint("m1"));
    expect(await stage.deps.db.suppression.findFirst()).toMatchObject({ nextRunAt: NOW });
    expect(stage.deps.announced).toContainEqual({ shopId: SHOP, fact: "suppression_recorded" });
  });

  test("after the third soft bounce within thirty days ends after ninety days; two do not suppress", async () => {
    const to = "ada@example.com";
    for (const [i, messageId] of ["m0", "m1", "m2", "m3"].entries()) {
      await storePlannedEmail(stage.deps, {
        customerId: "1",
        messageId,
        message: { state: "sent", sentAt: daysAgo(40 - i) },
      });
    }
    await receiveAndApply(aSoftBounce("m0", to, daysAgo(31)), aSoftBounce("m1", to, daysAgo(9)));
    await receiveAndApply(aSoftBounce("m2", to, daysAgo(5)));
    expect(await stage.deps.db.suppression.count()).toBe(0);
    await receiveAndApply(aSoftBounce("m3", to, daysAgo(1)));
    expect(await stage.deps.db.suppression.findFirst()).toMatchObject({
      reason: "soft_bounce",
      scope: "marketing",
      expiresAt: daysAgo(-89),
    });
    expect(await dueShopsOf(endSuppressionsJob, stage.deps.db, daysAgo(-88))).toEqual([]);
    expect(await dueShopsOf(endSuppressionsJob, stage.deps.db, daysAgo(-89))).toEqual([SHOP]);
    stage.deps.now = () => daysAgo(-89);
    await endSuppressionsJob.run(SHOP, stage.deps, signal);
    expect(await stage.deps.db.suppression.count()).toBe(0);
  });
});
