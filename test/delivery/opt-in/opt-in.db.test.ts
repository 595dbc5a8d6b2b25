import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { foldLedger } from "~/delivery/consents/consent-ledger";
import { listConsents, listConsentTexts } from "~/delivery/consents/consent-store.server";
import { confirmOptIn, findConfirmation } from "~/delivery/opt-in/confirm-opt-in.server";
import { selectShopsWithDueConfirmations } from "~/delivery/opt-in/send-confirmations.job.server";
import { receiveNotifyMe, receiveSignUp } from "~/delivery/opt-in/receive-opt-in.server";
import { MAX_CONFIRMATIONS_PER_DAY } from "~/delivery/opt-in/mailbox-counter-store.server";
import { sendConfirmationsJob } from "~/delivery/opt-in/send-confirmations.job.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { exportCustomer } from "~/privacy/export-customer.server";
import { createShop, daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { readDueShops } from "../../support/due-shops";
import { proveDomain } from "../../support/outbox-stage";
import { recordingMailer } from "../../support/recording-mailer";
import { createProfile } from "../../support/rows";
import { emptyTables } from "../../support/stored-rows";
import { storeProduct } from "../../recommendations/stored-purchases";
import { EMAIL, form, ANONYMOUS_REQUESTER, tokenOf } from "./sign-up-form";

let database: Database;
let deps: ReturnType<typeof createTestDeps> & { db: Database["db"] };
let mailer: ReturnType<typeof recordingMailer>;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await emptyTables(db);
  await createShop(db);
  await db.settings.create({
    data: {
      shopId: SHOP,
      brand: { postalAddress: "1 Mill Lane, Bath" },
      sending: { senderAddress: "hello@kettle.example", optInRule: "double" },
      updatedAt: NOW,
    },
  });
  await proveDomain(db, SHOP);
  now = NOW;
  deps = { ...createTestDeps(), db, now: () => now };
  mailer = recordingMailer();
});

const signUp = (overrides: object = {}, asker = ANONYMOUS_REQUESTER) =>
  receiveSignUp(SHOP, form(overrides), asker, deps);
const send = () =>
  sendConfirmationsJob.run(
    SHOP,
    { ...deps, mailer, config: { publicUrl: "https://kindred.example" } },
    new AbortController().signal,
  );
const setRule = (optInRule: string) =>
  database.db.settings.update({
    where: { shopId: SHOP },
    data: { sending: { senderAddress: "hello@kettle.example", optInRule } },
  });
const states = async () =>
  (await database.db.optInRequest.findMany({ orderBy: { createdAt: "asc" } })).map(
    ({ state, lastError }) => lastError ?? state,
  );
const suppress = (reason: string) =>
  database.db.suppression.create({
    data: {
      shopId: SHOP,
      emailIndex: deps.keyring.blindIndex(SHOP, EMAIL),
      reason,
      createdAt: daysAgo(9),
    },
  });

describe("a sign-up that has to be confirmed", () => {
  test("records address, time, text, source and form in the ledger", async () => {
    expect(await signUp()).toEqual({ next: "confirm" });
    const [line] = await database.db.consentEntry.findMany();
    expect(line).toMatchObject({
      purpose: "marketing",
      kind: "requested",
      source: "storefront_form",
      consentText: "News by email",
      list: "footer",
      locale: "en",
      at: NOW,
    });
    expect(line?.textVersion).toMatch(/^[0-9a-f]{12}$/);
    expect(JSON.stringify(line)).not.toMatch(/orla|198\.51/);
    expect(deps.announced).toEqual([{ shopId: SHOP, fact: "opt_in_requested" }]);
  });

  test("sends the owner one email that is not marketing", async () => {
    await signUp();
    await send();
    await send();
    expect(mailer.taken).toHaveLength(1);
    const [email] = mailer.taken;
    expect(email).toMatchObject({
      to: EMAIL,
      subject: "Please confirm your subscription",
      headers: {},
    });
    expect(email?.html).not.toContain("Unsubscribe");
    expect(email?.html).toContain("1 Mill Lane, Bath");
    expect(await states()).toEqual(["sent"]);
  });

  test("is answered in the form's language", async () => {
    await signUp({ locale: "de-AT" });
    await send();
    expect(mailer.taken[0]).toMatchObject({ subject: "Bitte bestätige deine Anmeldung" });
    expect(mailer.taken[0]?.html).toContain('lang="de"');
  });

  test("is confirmed once, by the button and not by opening the page", async () => {
    const { customerId } = await createProfile(database.db, deps.keyring, { customerId: "7" });
    const email = "customer-7@example.com";
    await signUp({ email });
    await send();
    const token = tokenOf(mailer.taken[0]);
    expect(await findConfirmation(token, deps)).toMatchObject({ topic: "marketing" });
    expect(await states()).toEqual(["sent"]);

    expect(await confirmOptIn(token, deps)).toMatchObject({ shopName: "Kettle & Co" });
    await confirmOptIn(token, deps);
    expect(await states()).toEqual(["confirmed"]);
    const lines = await database.db.consentEntry.findMany({ orderBy: { entryId: "asc" } });
    expect(lines.map((it) => it.kind)).toEqual(["requested", "confirmed"]);
    const events = await database.db.event.findMany({ orderBy: { seq: "asc" } });
    expect(events.map((it) => [it.kind, it.customerId])).toEqual([
      ["sign_up_confirmed", customerId],
      ["consent_changed", customerId],
    ]);
    expect(events[1]?.payload).toMatchObject({
      marketingState: "subscribed",
      optIn: "confirmed_opt_in",
    });
  });

  test("cannot be confirmed by a forged link, or after seven days", async () => {
    await signUp();
    await send();
    const token = tokenOf(mailer.taken[0]);
    expect(await confirmOptIn(`${token}x`, deps)).toBeNull();
    now = daysAgo(-7);
    expect(await confirmOptIn(token, deps)).toBeNull();
    await send();
    expect(await states()).toEqual([]);
  });

  test("sends an address at most three emails a day, however often it is entered", async () => {
    for (let i = 0; i < MAX_CONFIRMATIONS_PER_DAY + 2; i++) await signUp();
    await send();
    expect(mailer.taken).toHaveLength(MAX_CONFIRMATIONS_PER_DAY);
    expect((await states()).filter((state) => state === "too_many")).toHaveLength(2);
    now = daysAgo(-1.01);
    await signUp();
    await send();
    expect(mailer.taken).toHaveLength(MAX_CONFIRMATIONS_PER_DAY + 1);
  });

  test.each(["soft_bounce", "hard_bounce", "complaint", "manual"])(
    "sends nothing to a suppressed address (%s), with the same response",
    async (reason) => {
      await suppress(reason);
      expect(await signUp()).toEqual({ next: "confirm" });
      await send();
      expect(mailer.taken).toEqual([]);
      expect(await database.db.consentEntry.count()).toBe(1);
    },
  );

  test("sends nothing when the address was suppressed after the sign-up", async () => {
    await signUp();
    await suppress("complaint");
    await send();
    expect(mailer.taken).toEqual([]);
    expect(await states()).toEqual(["suppressed"]);
  });

  test("retries an ambiguous send with the same bytes and key", async () => {
    await signUp();
    mailer.next((batch) => {
      mailer.take(batch);
      return { kind: "ambiguous", detail: "timeout" };
    });
    await send();
    await database.db.settings.update({ where: { shopId: SHOP }, data: { brand: {} } });
    now = new Date(NOW.getTime() + 3_600_000);
    await send();
    expect(mailer.calls).toHaveLength(2);
    expect(mailer.calls[1]).toEqual(mailer.calls[0]);
    expect(mailer.taken).toHaveLength(1);
    expect(await states()).toEqual(["sent"]);
  });

  test("waits while the shop has no sender", async () => {
    await database.db.settings.update({
      where: { shopId: SHOP },
      data: { sending: { optInRule: "double" } },
    });
    await signUp();
    await send();
    const email = { state: "queued", lastError: "sender_missing" };
    expect(await database.db.systemEmail.findMany()).toMatchObject([email]);
    await setRule("double");
    now = new Date(NOW.getTime() + 16 * 60_000);
    expect(await readDueShops(database.db, selectShopsWithDueConfirmations(now))).toEqual([SHOP]);
    await send();
    expect(mailer.taken).toHaveLength(1);
  });
});

describe("a sign-up in a shop without double opt-in", () => {
  test("counts without an email once Shopify was asked", async () => {
    await setRule("single");
    await createProfile(database.db, deps.keyring, { customerId: "8" });
    expect(await signUp({ email: "customer-8@example.com" })).toEqual({ next: "done" });
    await send();
    expect(mailer.taken).toEqual([]);
    expect(await states()).toEqual(["confirmed"]);
    expect(deps.announced.map(({ fact }) => fact)).toEqual(["opt_in_confirmed"]);
    expect(await database.db.event.count()).toBe(0);
  });
});

describe("a notification request for a variant", () => {
  const requested = { variantId: "501-1", kind: "back_in_stock" as const };
  const ask = (overrides: object = {}, asker = ANONYMOUS_REQUESTER) =>
    receiveNotifyMe(SHOP, { ...form(), ...requested, ...overrides }, asker, deps);
  beforeEach(() => storeProduct(database.db, SHOP, "501"));

  test("is confirmed by email even without double opt-in, and gives no other consent", async () => {
    await setRule("single");
    expect(await ask()).toEqual({ next: "confirm" });
    await send();
    await confirmOptIn(tokenOf(mailer.taken[0]), deps);
    const events = await database.db.event.findMany();
    expect(events.map((it) => [it.kind, it.customerId])).toEqual([["notify_me_requested", null]]);
    expect(events[0]?.payload).toMatchObject({
      notify: "back_in_stock",
      productId: "501",
      variantId: "501-1",
    });
    const row = await database.db.optInRequest.findFirstOrThrow();
    expect(row.expiresAt).toEqual(daysAgo(-180));
  });

  test("needs no confirmation for a signed-in customer's own address", async () => {
    await createProfile(database.db, deps.keyring, { customerId: "9" });
    const asker = { ...ANONYMOUS_REQUESTER, customerId: "9" };
    expect(await ask({ email: "customer-9@example.com" }, asker)).toEqual({ next: "done" });
    expect(await ask({ email: EMAIL }, asker)).toEqual({ next: "confirm" });
  });

  test("is stored once, however often it is submitted", async () => {
    await createProfile(database.db, deps.keyring, { customerId: "9" });
    const asker = { ...ANONYMOUS_REQUESTER, customerId: "9" };
    for (let i = 0; i < 3; i++) await ask({ email: "customer-9@example.com" }, asker);
    expect(await database.db.optInRequest.count()).toBe(1);
    expect(await database.db.event.count({ where: { kind: "notify_me_requested" } })).toBe(1);
    await ask({ email: "customer-9@example.com", kind: "price_drop" }, asker);
    expect(await database.db.optInRequest.count()).toBe(2);
  });

  test("is only accepted for the shop's own variants", async () => {
    expect(await ask({ variantId: "999" })).toBeNull();
  });
});

describe("requests and consents of a person", () => {
  test("are exported and erased with the customer; the ledger keeps the consent", async () => {
    await signUp();
    const emailIndex = deps.keyring.blindIndex(SHOP, EMAIL);
    const person = { customerId: null, emailIndex, orderIds: [] };
    const before = await exportCustomer(database.db, SHOP, person, deps);
    expect(before.requests).toMatchObject([{ address: { email: EMAIL }, purpose: "marketing" }]);
    expect(before.consents).toMatchObject([{ consentText: "News by email" }]);

    const request = { requestKey: "w1", customerId: null, email: EMAIL, orderIds: [] };
    await eraseCustomer(SHOP, request, deps);
    const after = await exportCustomer(database.db, SHOP, person, deps);
    expect([after.requests, after.consents]).toEqual([[], []]);
    expect(await database.db.consentEntry.findMany()).toMatchObject([
      { emailIndex: null, addressHash: null, kind: "requested" },
    ]);
  });
});

test("reach pending, and after confirmation subscribed, in the ledger", async () => {
  const emailIndex = deps.keyring.blindIndex(SHOP, EMAIL);
  const state = async () =>
    foldLedger(await listConsents(database.db, SHOP, emailIndex, "marketing"), now);
  expect(await state()).toEqual({ state: "none" });
  await signUp();
  expect(await state()).toEqual({ state: "pending", since: NOW });
  await send();
  now = new Date(NOW.getTime() + 60_000);
  await confirmOptIn(tokenOf(mailer.taken[0]), deps);
  expect(await state()).toEqual({ state: "subscribed", since: now, optIn: "confirmed_opt_in" });
});

test("lists the storefront's consent texts by language, newest first", async () => {
  await signUp({ consentText: "Old words" });
  now = new Date(NOW.getTime() + 60_000);
  await signUp({ consentText: "New words" });
  await signUp({ consentText: "Neue Worte", locale: "de" });
  const texts = await listConsentTexts(database.db, SHOP);
  expect(texts.map(({ locale, text }) => [locale, text]).sort()).toEqual([
    ["de", "Neue Worte"],
    ["en", "New words"],
  ]);
});
