import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import { listLinks } from "../../support/email-links";
import { openEmails } from "~/delivery/outbox/sealed-email.server";
import { findEmailPage } from "~/pages/outbox/email-page.server";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { useOutbox } from "../../support/use-outbox";
import { storeOrder } from "../../support/stored-checkout";
import { FLOW_ID } from "../../support/stored-rows";

const outbox = useOutbox();
const { run, drain, at, plan, messages, takenIds } = outbox;

const minutesFromNow = (minutes: number) => hoursAgo(-minutes / 60);

describe("a due email", () => {
  test("is sent with its checkout, tracked links and an unsubscribe link", async () => {
    await plan("1", "m1");
    await drain();
    const [email] = outbox.mailer.taken;
    expect(email).toMatchObject({
      to: "customer-1@example.com",
      from: { name: "Kettle & Co", address: "hello@kettle.example" },
      subject: "Your checkout is saved",
      tags: { mid: "m1", shop: "kettle" },
    });
    expect(email?.html).toContain("Cedar tray");
    expect(email?.text).toContain("Hi Ada");
    expect(email?.headers["List-Unsubscribe"]).toMatch(/^<https:\/\/mail\.kettle\.example\/u\//);
    expect(email?.headers["Feedback-ID"]).toBe(`flow-${FLOW_ID}:shop-kettle:flows:kindred`);
    expect(email?.html).toContain("https://mail.kettle.example/c/");
    expect(email?.html).not.toContain("/recover");
  });

  test("is marked as sent with the reason and emits an event", async () => {
    await plan("1", "m1");
    await drain();
    const [message] = await messages();
    expect(message).toMatchObject({
      state: "sent",
      reason: null,
      sentAt: NOW,
      providerId: "provider-m1",
    });
    expect(await findEmailPage(outbox.db, SHOP, "m1", outbox.deps)).toMatchObject({
      why: [{ kind: "trigger", object: "checkout", at: "2026-03-03T10:00:00.000Z" }, {}, {}, {}],
    });
    expect(await outbox.db.event.findMany()).toMatchObject([
      { kind: "email_sent", sourceId: "message/m1/sent", customerId: "1" },
    ]);
    expect(outbox.deps.announced).toEqual([{ shopId: SHOP, fact: "events_recorded" }]);
  });

  test("has links that carry their targets, and stores how many", async () => {
    await plan("1", "m1");
    await drain();
    const [{ html } = { html: "" }] = outbox.mailer.taken;
    const links = listLinks(html, outbox.deps.keyring).flatMap(({ link }) => link ?? []);
    // A URL outside the shop is redirected to unchanged.
    const target = "https://kettle.example/checkouts/left-by-1/recover";
    expect(links).toContainEqual(expect.objectContaining({ position: "button", place: 1, target }));
    const linkCount = Math.max(...links.map(({ index }) => index)) + 1;
    expect(await messages()).toMatchObject([{ linkCount }]);
  });

  test("is stored sealed, exactly as it was sent, beside the text of its template", async () => {
    for (const id of ["1", "2"]) await plan(id, `m${id}`);
    await drain();
    const stored = await messages();
    const emails = await openEmails(outbox.db, SHOP, stored, outbox.deps.keyring);
    expect(JSON.stringify([...emails.values()])).toBe(JSON.stringify(outbox.mailer.taken));
    const texts = await outbox.db.templateText.findMany();
    const [shared, ...others] = texts.map(({ packed }) => inflateSync(packed).toString());
    expect(others).toEqual([]);
    expect(shared).toContain("<html");
    for (const canary of ["customer-", "Ada", "m1", "Cedar"]) expect(shared).not.toContain(canary);
    for (const { sealedEmail, sealedBody } of stored) {
      const sealed = Buffer.concat([sealedEmail ?? [], sealedBody ?? []] as Uint8Array[]);
      expect(sealed.includes("example.com")).toBe(false);
      expect(sealed.length).toBeLessThan(2_000);
    }
  });

  test("is skipped with its reason when the customer unsubscribed after it was planned", async () => {
    await plan("1", "m1");
    await outbox.db.suppression.create({
      data: {
        shopId: SHOP,
        emailIndex: outbox.deps.keyring.blindIndex(SHOP, "customer-1@example.com"),
        reason: "unsubscribe",
        createdAt: NOW,
      },
    });
    await drain();
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "unsubscribed" }]);
    expect(outbox.mailer.calls).toEqual([]);
  });

  test("is skipped after an order that the flow has not yet processed", async () => {
    await plan("1", "m1");
    await storeOrder(outbox.db, "c1", { placedAt: hoursAgo(1) });
    await drain();
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "order_placed" }]);
  });

  test("is skipped once the app is uninstalled", async () => {
    await plan("1", "m1");
    await outbox.db.shop.updateMany({ data: { uninstalledAt: NOW } });
    await drain();
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "shop_uninstalled" }]);
  });

  test("waits while the merchant has set no sender, with a reason", async () => {
    await plan("1", "m1");
    await outbox.db.settings.updateMany({ data: { sending: {} } });
    await drain();
    expect(await messages()).toMatchObject([
      { state: "planned", reason: "sender_missing", nextRunAt: hoursAgo(-0.25) },
    ]);
  });

  test("waits for the morning", async () => {
    await plan("1", "m1");
    at(new Date("2026-03-03T22:00:00Z"));
    await drain();
    expect(await messages()).toMatchObject([
      {
        state: "planned",
        reason: "quiet_hours",
        nextRunAt: new Date("2026-03-04T08:00:00Z"),
        leaseUntil: null,
      },
    ]);
  });

  test("is not composed while it waits, and so reserves no stock", async () => {
    await plan("1", "m1");
    at(new Date("2026-03-03T22:00:00Z"));
    const compile = () => Promise.reject(new Error("It was composed"));
    await run({ ...outbox.deps, compile });
    expect(await messages()).toMatchObject([{ state: "planned", reason: "quiet_hours" }]);
  });

  test("F21: is left unchanged and retried alone when it cannot be composed", async () => {
    await plan("1", "m1");
    const compile = () => Promise.reject(new Error("No such template"));
    await expect(run({ ...outbox.deps, compile })).rejects.toThrow("No such template");
    expect(await messages()).toMatchObject([
      { state: "planned", batchId: null, sealedEmail: null },
    ]);
    expect(await outbox.db.emailBatch.count()).toBe(0);
    at(hoursAgo(-0.1));
    await drain();
    expect(await messages()).toMatchObject([{ state: "sent" }]);
  });

  test("F21: is retried with growing delays when it cannot be composed, and fails when it expires", async () => {
    await plan("1", "m1");
    const compile = () => Promise.reject(new Error("No such template"));
    const fail = () => expect(run({ ...outbox.deps, compile })).rejects.toThrow();
    await fail();
    const minutes: number[] = [];
    let minute = 2;
    while (minute < 200) {
      at(minutesFromNow(minute));
      await fail();
      const [waiting] = await messages();
      expect(waiting).toMatchObject({ state: "planned", reason: "not_composed" });
      minute = (waiting!.nextRunAt!.getTime() - NOW.getTime()) / 60_000;
      minutes.push(minute);
    }
    expect(minutes).toEqual([4, 8, 16, 32, 64, 124, 184, 244]);
    expect(await findSendingBlocks(outbox.db, SHOP, outbox.deps)).toEqual([
      { kind: "not_composed", emails: 1 },
    ]);
    // Nothing is retried before its time.
    at(minutesFromNow(243));
    expect(await run({ ...outbox.deps, compile })).toEqual({ more: false });
    at(daysAgo(-1));
    await drain();
    expect(await messages()).toMatchObject([{ state: "failed", reason: "not_composed" }]);
    expect(await findSendingBlocks(outbox.db, SHOP, outbox.deps)).toEqual([]);
  });

  test.each([
    ["by night", "2026-03-05T02:00:00Z"],
    ["with the night", "2026-03-05T08:00:30Z"],
  ])("F21: fails as not composable if it expires %s", async (_when, end) => {
    await plan("1", "m1", { message: { expiresAt: new Date(end) } });
    const compile = () => Promise.reject(new Error("No such template"));
    for (let hours = 0; hours <= 48; hours++) {
      at(minutesFromNow(60 * hours + 1));
      await run({ ...outbox.deps, compile }).catch(() => null);
    }
    expect(await messages()).toMatchObject([{ state: "failed", reason: "not_composed" }]);
  });

  test("is skipped as expired when a paused flow delayed it too long", async () => {
    await plan("1", "m1");
    await outbox.db.flow.updateMany({ where: { flowId: FLOW_ID }, data: { status: "paused" } });
    await drain();
    expect(await messages()).toMatchObject([{ state: "planned", reason: "flow_paused" }]);
    at(daysAgo(-1));
    await drain();
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "expired" }]);
  });

  test("is skipped without the products that it is about", async () => {
    await plan("1", "m1", { intent: { templateId: "cross-sell/email-1" } });
    await drain();
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "nothing_to_recommend" }]);
  });

  test("is never sent to the holdout", async () => {
    await plan("1", "m1", { message: { state: "withheld" } });
    await drain();
    expect(outbox.mailer.calls).toEqual([]);
  });
});

describe("two emails to one profile", () => {
  const SECOND = { templateId: "abandoned-checkout/email-2" };

  test("do not leave together: the second waits for the cap", async () => {
    await plan("1", "m1", { intent: { exemptFromHourCap: false } });
    await plan("1", "m2", { intent: { ...SECOND, exemptFromHourCap: false } });
    await drain();
    expect(takenIds()).toHaveLength(1);
    const waiting = (await messages()).find(({ state }) => state === "planned");
    expect(waiting).toMatchObject({
      reason: "frequency_cap",
      // 16 hours after noon is night.
      nextRunAt: new Date("2026-03-04T08:00:00Z"),
    });
  });

  test("count against the cap while the first is still being sent", async () => {
    await plan("1", "m1", { intent: { exemptFromHourCap: false } });
    outbox.mailer.next(() => ({ kind: "ambiguous", detail: "no answer" }));
    await drain();
    await plan("1", "m2", { intent: { ...SECOND, exemptFromHourCap: false } });
    await drain();
    expect(await messages()).toMatchObject([
      { messageId: "m1", state: "sending" },
      { messageId: "m2", state: "planned", reason: "frequency_cap" },
    ]);
  });
});

test("are sent once per period", async () => {
  const letter = { intent: { purpose: "lifecycle" } as const };
  const before = { sentAt: daysAgo(29), nextRunAt: daysAgo(29), state: "sent" };
  await plan("1", "m1", { ...letter, message: before });
  await plan("1", "m2", letter);
  await plan("1", "m3");
  // An email to another person is not a repeat.
  await plan("2", "m4", letter);
  await drain();
  expect(await messages()).toMatchObject([
    { messageId: "m1" },
    { messageId: "m2", state: "skipped", reason: "repeated" },
    { messageId: "m3", state: "sent" },
    { messageId: "m4", state: "sent" },
  ]);
});

describe("a provider's answer", () => {
  test("F8: fails only the refused emails", async () => {
    await plan("1", "m1");
    await plan("2", "m2");
    outbox.mailer.next(({ emails }) => ({
      kind: "answered",
      results: emails.map(({ messageId }) =>
        messageId === "m1"
          ? { kind: "refused", reason: "no such domain" }
          : { kind: "accepted", providerId: "p2" },
      ),
    }));
    await drain();
    expect(await messages()).toMatchObject([
      { state: "failed", reason: "refused_by_provider", decision: { detail: "no such domain" } },
      { state: "sent" },
    ]);
  });

  test.each([
    ["rate_limited", { kind: "rate_limited", retryAfterMs: 60_000 }, hoursAgo(-1 / 60)],
    ["quota_exhausted", { kind: "quota_exhausted", retryAfterMs: 3_600_000 }, hoursAgo(-1)],
    ["identity_refused", { kind: "identity_refused", reason: "bad key" }, hoursAgo(-0.25)],
  ] as const)(
    "with %s keeps the email for later, with the reason",
    async (reason, answer, until) => {
      await plan("1", "m1");
      outbox.mailer.next(() => answer);
      await drain();
      expect(await messages()).toMatchObject([
        { state: "planned", reason, nextRunAt: until, batchId: null, sealedEmail: null },
      ]);
      at(until);
      await drain();
      expect(takenIds()).toEqual(["m1"]);
    },
  );

  test("F8: that rejects a batch splits it until the invalid email is alone", async () => {
    for (const n of [1, 2, 3, 4, 5]) await plan(String(n), `m${n}`);
    const refuseThird: Parameters<typeof outbox.mailer.next>[0] = (batch) =>
      batch.emails.some(({ messageId }) => messageId === "m3")
        ? { kind: "rejected", reason: "invalid" }
        : outbox.mailer.take(batch);
    outbox.mailer.next(...Array.from({ length: 12 }, () => refuseThird));
    await drain();
    expect(takenIds()).toEqual(["m1", "m2", "m4", "m5"]);
    expect((await messages()).map(({ state }) => state)).toEqual([
      "sent",
      "sent",
      "failed",
      "sent",
      "sent",
    ]);
    expect(await outbox.db.emailBatch.count({ where: { state: "sending" } })).toBe(0);
  });
});
