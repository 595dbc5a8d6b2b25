import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { recordConsentsJob } from "~/delivery/opt-in/record-consents.job.server";
import { advanceCursor, findLastSeq } from "~/events/event-store.server";
import { recordEmailEvents } from "~/feedback/email-events/email-event-store.server";
import { suppressRecipients } from "~/feedback/email-events/suppress-recipients.server";
import type { EmailEvent } from "~/feedback/email-events/email-event";
import { unsubscribe } from "~/feedback/unsubscribe.server";
import { claimWriteBacks } from "~/feedback/write-back-store.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { action as choose, loader as preferencePage } from "~/routes/p.$token/route";
import { action as oneClick, loader as askPage } from "~/routes/u.$token/route";
import { daysAgo, hoursAgo, NOW, SHOP } from "../support/builders";
import { storeProfile } from "../support/stored-rows";
import { useOutbox } from "../support/use-outbox";

const stage = useOutbox();
const OLD = "customer-1@example.com";
const NEW = "new@example.com";

beforeEach(async () => {
  (globalThis as { kindred?: unknown }).kindred = Promise.resolve({ deps: stage.deps });
  await stage.db.emailPreference.deleteMany();
  await stage.db.customerMerge.deleteMany();
  await stage.db.consentEntry.deleteMany();
  await stage.plan("1", "m1");
  await stage.drain();
});
afterEach(() => vi.restoreAllMocks());

const indexOf = (email: string) => stage.deps.keyring.blindIndex(SHOP, email);
const token = (purpose: "unsubscribe" | "preferences") =>
  stage.deps.keyring.signLink(purpose, `${SHOP}/c1/m1`);
const click = () => unsubscribe(token("unsubscribe"), stage.deps);

/** Shopify's later data of customer 1: another address, or none. */
async function moveTo(email: string | null) {
  const { keyring } = stage.deps;
  const place = { table: "profile", column: "sealed_contact", shopId: SHOP, row: "c1" };
  await stage.db.profile.update({
    where: { shopId_profileId: { shopId: SHOP, profileId: "c1" } },
    data: {
      emailIndex: email === null ? null : indexOf(email),
      sealedContact: keyring.seal(JSON.stringify({ email }), place),
    },
  });
}

async function isSuppressed(email: string) {
  return (await stage.db.suppression.count({ where: { emailIndex: indexOf(email) } })) > 0;
}

const request = (kind: "u" | "p", form?: Record<string, string>) =>
  new Request(`https://mail.kettle.example/${kind}/x`, {
    headers: { "x-client-address": "192.0.2.9" },
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
  });
const at = (purpose: "unsubscribe" | "preferences") => ({
  params: { token: token(purpose) },
  context: {},
});

describe("one-click unsubscribe", () => {
  test("suppresses the clicked address and the customer's current one", async () => {
    await moveTo(NEW);
    expect(await click()).toMatchObject({ hasAddress: true });
    expect(await isSuppressed(OLD)).toBe(true);
    expect(await isSuppressed(NEW)).toBe(true);
  });

  test("suppresses the clicked mailbox when the customer no longer has an address", async () => {
    await moveTo(null);
    expect(await click()).toMatchObject({ hasAddress: true });
    expect(await isSuppressed(OLD)).toBe(true);
  });

  test("stops emails to another customer with the address, and syncs both to Shopify", async () => {
    await moveTo(NEW);
    await storeProfile(stage.db, stage.deps.keyring, "2", {
      contact: { email: OLD },
      countryCode: "GB",
    });
    await click();
    await stage.plan("2", "m2");
    await stage.drain();
    expect(stage.takenIds()).toEqual(["m1"]);
    const due = await claimWriteBacks(stage.db, SHOP, NOW, 10);
    expect(due.map(({ customer }) => customer?.customerId).sort()).toEqual(["1", "2"]);
  });

  test("suppresses the address of the customer into whom the reader was merged", async () => {
    await storeProfile(stage.db, stage.deps.keyring, "2", { contact: { email: NEW } });
    const merge = { shopId: SHOP, customerId: "1", intoCustomerId: "2", mergedAt: hoursAgo(1) };
    await stage.db.customerMerge.create({ data: merge });
    await click();
    expect(await isSuppressed(OLD)).toBe(true);
    expect(await isSuppressed(NEW)).toBe(true);
    const emailEvent = await stage.db.event.findMany({ where: { kind: "consent_changed" } });
    expect(emailEvent).toMatchObject([{ customerId: "2" }]);
  });

  test("adds one withdrawal per address to the consent ledger", async () => {
    await moveTo(NEW);
    await click();
    await click();
    await advanceCursor(stage.db, SHOP, "profiles", await findLastSeq(stage.db, SHOP));
    await recordConsentsJob.run(SHOP, stage.deps, new AbortController().signal);
    const lines = await stage.db.consentEntry.findMany();
    expect(lines.map(({ kind, source }) => [kind, source])).toEqual([
      ["withdrawn", "unsubscribe_link"],
      ["withdrawn", "unsubscribe_link"],
    ]);
    const indexes = lines.map(({ emailIndex }) => Buffer.from(emailIndex!).toString("hex"));
    const expected = [OLD, NEW].map((it) => Buffer.from(indexOf(it)).toString("hex"));
    expect(indexes.sort()).toEqual(expected.sort());
  });

  test("has the same effect when it is repeated ten times at once, for both addresses", async () => {
    await moveTo(NEW);
    await Promise.all(Array.from({ length: 10 }, click));
    expect(await stage.db.suppression.count()).toBe(2);
    expect(await stage.db.event.count({ where: { kind: "email_unsubscribed" } })).toBe(1);
  });

  test("works with links of any age", async () => {
    stage.at(daysAgo(-3_000));
    await moveTo(NEW);
    expect((await oneClick({ request: request("u", {}), ...at("unsubscribe") })).status).toBe(200);
    expect(await isSuppressed(OLD)).toBe(true);
  });
});

describe("an email with an erased address", () => {
  beforeEach(async () => {
    const person = { customerId: "1", email: OLD, orderIds: [] };
    await eraseCustomer(SHOP, { requestKey: "r1", ...person }, stage.deps);
  });

  test("reports it instead of confirming, suppresses nothing and logs a line", async () => {
    const warn = vi.spyOn(stage.deps.log, "warn");
    const answer = await oneClick({ request: request("u", {}), ...at("unsubscribe") });
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain("You weren’t unsubscribed");
    expect(await stage.db.suppression.count()).toBe(0);
    expect(warn.mock.calls).toEqual([
      [{ shopId: SHOP, messageId: "m1" }, expect.stringContaining("nobody was unsubscribed")],
    ]);
  });

  test("does not ask for an impossible action, on either page", async () => {
    for (const answer of [
      await askPage({ request: request("u"), ...at("unsubscribe") }),
      await preferencePage({ request: request("p"), ...at("preferences") }),
      await choose({ request: request("p", { frequency: "weekly" }), ...at("preferences") }),
    ]) {
      expect(answer.status).toBe(410);
      expect(await answer.text()).not.toContain("<form");
    }
    expect(await stage.db.emailPreference.count()).toBe(0);
  });
});

describe("the preference page", () => {
  test("shows the mailbox that the email went to, never the customer's new one", async () => {
    await moveTo("zoe@other.example");
    const page = await preferencePage({ request: request("p"), ...at("preferences") });
    const html = await page.text();
    expect(html).toContain("c•••@e•••.com");
    expect(html).not.toContain("z•••@");
  });

  test("stores the preferences for both addresses", async () => {
    await moveTo(NEW);
    await choose({ request: request("p", { frequency: "weekly" }), ...at("preferences") });
    for (const emailIndex of [indexOf(OLD), indexOf(NEW)]) {
      const row = await stage.db.emailPreference.findUnique({
        where: { shopId_emailIndex: { shopId: SHOP, emailIndex } },
      });
      expect(row).toMatchObject({ frequency: "weekly" });
    }
  });
});

describe("provider events", () => {
  const emailEvent = (messageId: string, change: Partial<EmailEvent>): EmailEvent => ({
    eventId: `e-${messageId}`,
    messageId,
    delivery: "complained",
    occurredAt: NOW,
    providerId: null,
    detail: null,
    recipient: null,
    ...change,
  });
  const apply = (event: EmailEvent) =>
    stage.db.$transaction(async (tx) => {
      await recordEmailEvents(tx, SHOP, [event], NOW);
      return suppressRecipients(tx, SHOP, [event], NOW, stage.deps);
    });

  test("of a complaint without a recipient suppress the address that the email went to", async () => {
    await moveTo(NEW);
    await apply(emailEvent("m1", {}));
    expect(await isSuppressed(OLD)).toBe(true);
    expect(await isSuppressed(NEW)).toBe(false);
  });

  test("of soft bounces at the former address do not count against the new one", async () => {
    const soft = (messageId: string, recipient: string) =>
      apply(emailEvent(messageId, { delivery: "soft_bounced", recipient }));
    stage.at(daysAgo(-2));
    await stage.plan("1", "m2", { message: { nextRunAt: NOW, expiresAt: daysAgo(-9) } });
    await stage.drain();
    await moveTo(NEW);
    stage.at(daysAgo(-4));
    await stage.plan("1", "m3", { message: { nextRunAt: NOW, expiresAt: daysAgo(-9) } });
    await stage.drain();
    expect(stage.takenIds()).toEqual(["m1", "m2", "m3"]);
    await soft("m1", OLD);
    await soft("m2", OLD);
    await soft("m3", NEW);
    expect(await stage.db.suppression.count()).toBe(0);
  });
});
