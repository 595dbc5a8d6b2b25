import { Readable } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";
import { confirmOptIn } from "~/delivery/opt-in/confirm-opt-in.server";
import { recordConsentsJob } from "~/delivery/opt-in/record-consents.job.server";
import { receiveNotifyMe, receiveSignUp } from "~/delivery/opt-in/receive-opt-in.server";
import { sendConfirmationsJob } from "~/delivery/opt-in/send-confirmations.job.server";
import { choosePreferences } from "~/pages/preferences/preference-page.server";
import { importSuppressions } from "~/pages/suppressions/import-suppressions.server";
import { unsubscribe } from "~/feedback/unsubscribe.server";
import { writeBackSignUpsJob } from "~/feedback/write-back-sign-ups.job.server";
import { checkAppAccessJob } from "~/shopify/check-app-access.job.server";
import { form, ANONYMOUS_REQUESTER, tokenOf } from "../delivery/opt-in/sign-up-form";
import { storeProduct } from "../recommendations/stored-purchases";
import { EDGE_SHOP as SHOP, EDGE_START as START, edgeStage } from "../support/edge-stage";
import { proveDomain } from "../support/outbox-stage";
import { recordingMailer } from "../support/recording-mailer";
import { projectConsents, storeEmailWithLinks, receiveConsent } from "../support/reported-consent";

const CUSTOMER = "201";
const HOUR_MS = 3_600_000;
const stage = edgeStage();

let mailer: ReturnType<typeof recordingMailer>;
let email: string;

const signal = new AbortController().signal;
/** Hours from the beginning of the tests, which is in the past, since Shopify accepts no future consent. */
const at = (hours: number) => new Date(START.getTime() + (hours - 100) * HOUR_MS);
const emailIndex = () => stage.deps.keyring.blindIndex(SHOP, email);
const signUp = (overrides: object = {}, asker = ANONYMOUS_REQUESTER) =>
  receiveSignUp(SHOP, form({ email, ...overrides }), asker, stage.deps);
const writeBack = () => writeBackSignUpsJob.run(SHOP, stage.deps, signal);
const atShopify = async (customerId = CUSTOMER) =>
  (await stage.bed.control.record(SHOP, "customers", customerId)).marketing;
/** Shopify's state, whether or not its webhook has arrived. */
const atShopifyIs = (state: "SUBSCRIBED" | "UNSUBSCRIBED", hours: number) =>
  stage.bed.control.play(SHOP, [
    { kind: "consent_changed", customerId: CUSTOMER, state, at: at(hours).toISOString() },
  ]);
const profile = () => stage.db.profile.findFirstOrThrow({ where: { customerId: CUSTOMER } });
const setRule = (optInRule: string) =>
  stage.db.settings.upsert({
    where: { shopId: SHOP },
    create: {
      shopId: SHOP,
      brand: { postalAddress: "1 Mill Lane, Bath" },
      sending: { senderAddress: "hello@acme.example", optInRule },
      updatedAt: START,
    },
    update: { sending: { senderAddress: "hello@acme.example", optInRule } },
  });

async function send(): Promise<void> {
  const config = { publicUrl: "https://kindred.example" };
  await sendConfirmationsJob.run(SHOP, { ...stage.deps, mailer, config }, signal);
}

/** Presses the button of the last confirmation. */
async function confirm(): Promise<void> {
  await send();
  await confirmOptIn(tokenOf(mailer.taken.at(-1)), stage.deps);
}

const project = () => projectConsents(stage);
const receiveConsentChange = (state: "subscribed" | "unsubscribed", changedAt: Date) =>
  receiveConsent(stage, { customerId: CUSTOMER, email }, state, changedAt);
/** An email to the customer, with the customer's links. */
const linksOfAnEmail = async () => storeEmailWithLinks(stage, (await profile()).profileId);

beforeEach(async () => {
  stage.now = at(0);
  mailer = recordingMailer();
  email = String((await stage.bed.control.record(SHOP, "customers", CUSTOMER)).email);
  await stage.db.consentEntry.deleteMany();
  await stage.db.emailPreference.deleteMany();
  await stage.db.mailboxCounter.deleteMany();
  await setRule("single");
  await proveDomain(stage.db, SHOP);
  await atShopifyIs("SUBSCRIBED", -100);
  await receiveConsentChange("subscribed", at(-100));
});

/** All ways to opt out. */
const SOURCES: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["in Shopify or by another app", () => receiveConsentChange("unsubscribed", at(-1))],
  [
    "by a link in one of our emails",
    async () => unsubscribe((await linksOfAnEmail()).unsubscribe, stage.deps),
  ],
  [
    "by a list that the merchant imported",
    () =>
      importSuppressions(
        SHOP,
        Readable.from([Buffer.from(`email,reason\n${email},unsubscribe\n`)]),
        stage.deps,
      ),
  ],
  [
    "as a customer whom the shop has deleted since",
    async () => {
      await receiveConsentChange("unsubscribed", at(-1));
      await recordConsentsJob.run(SHOP, stage.deps, signal);
      await stage.db.profile.deleteMany();
    },
  ],
];

describe.each(SOURCES)("an address that unsubscribed %s", (_source, say) => {
  test.each([
    ["single", "en", ANONYMOUS_REQUESTER],
    ["where_required", "en", ANONYMOUS_REQUESTER],
    ["single", "de", { ...ANONYMOUS_REQUESTER, customerId: CUSTOMER }],
  ])("is asked by email under the rule %s and locale %s", async (rule, locale, asker) => {
    await setRule(rule);
    await say();
    const before = await stage.db.event.count();
    await stage.bed.control.clearLogs();

    await signUp({ locale }, asker);
    await writeBack();
    expect(await stage.db.event.count()).toBe(before);
    expect(await stage.bed.control.graphqlLog()).toEqual([]);
    expect(await stage.db.optInRequest.findMany()).toMatchObject([{ state: "queued" }]);
    await send();
    expect(mailer.taken.map(({ to }) => to)).toEqual([email]);
  });

  test("is subscribed again by the click, here and at Shopify", async () => {
    await say();
    await signUp();
    stage.now = at(1);
    await confirm();
    await project();
    expect(await stage.db.suppression.count()).toBe(0);
    await writeBack();
    expect(await atShopify()).toMatchObject({
      state: "SUBSCRIBED",
      optInLevel: "CONFIRMED_OPT_IN",
    });
    await project();
    expect(await profile()).toMatchObject({
      marketingState: "subscribed",
      marketingChangedAt: at(1),
    });
  });

  test("gets the same response as any other", async () => {
    const stranger = await signUp({ email: "stranger@example.com" });
    await say();
    expect(await signUp()).toEqual(stranger);
  });
});

describe("an unsubscribe known only to Shopify", () => {
  test("is not overridden by a form, whose owner is asked by email", async () => {
    await atShopifyIs("UNSUBSCRIBED", -1);
    await signUp();
    await writeBack();
    expect(await atShopify()).toMatchObject({ state: "UNSUBSCRIBED" });
    expect(await stage.db.event.count({ where: { source: "kindred" } })).toBe(0);
    expect(await stage.db.optInRequest.findMany()).toMatchObject([{ state: "queued" }]);
    stage.now = at(50);
    await confirm();
    await writeBack();
    expect(await atShopify()).toMatchObject({ state: "SUBSCRIBED" });
  });

  test("is kept when it follows a click that is not yet synced to Shopify", async () => {
    await setRule("double");
    stage.now = at(-50);
    await signUp();
    await confirm();
    await atShopifyIs("UNSUBSCRIBED", 1);
    await writeBack();
    expect(await atShopify()).toMatchObject({ state: "UNSUBSCRIBED" });
    expect(await stage.db.optInRequest.findMany()).toMatchObject([
      { state: "refused", lastError: "unsubscribed_since" },
    ]);
  });
});

describe("a later opt-in", () => {
  test("recorded by Shopify counts, ends the suppression, and makes the form skip the confirmation", async () => {
    await unsubscribe((await linksOfAnEmail()).unsubscribe, stage.deps);
    await receiveConsentChange("subscribed", at(-0.5));
    expect(await stage.db.suppression.count()).toBe(1);
    await receiveConsentChange("subscribed", at(2));
    expect(await stage.db.suppression.count()).toBe(0);
    await signUp();
    expect(await stage.db.optInRequest.findMany()).toMatchObject([{ state: "confirmed" }]);
  });

  test("older than the unsubscribe does not count, in any order of delivery", async () => {
    await receiveConsentChange("unsubscribed", at(-1));
    await receiveConsentChange("subscribed", at(-2));
    await signUp();
    expect(await stage.db.optInRequest.findMany()).toMatchObject([{ state: "queued" }]);
  });

  test.each(SOURCES.slice(0, 3))(
    "by the recipient's own preference link counts after an unsubscribe %s, here and at Shopify",
    async (_source, say) => {
      await say();
      const { preferences } = await linksOfAnEmail();
      stage.now = at(1);
      await choosePreferences(preferences, new URLSearchParams({ topic: "news" }), stage.deps);
      expect(
        await stage.db.consentEntry.count({
          where: { purpose: "marketing", source: "preference_page" },
        }),
      ).toBe(0);
      const page = await choosePreferences(
        preferences,
        new URLSearchParams({ topic: "news", resubscribe: "on" }),
        stage.deps,
      );
      expect(page).toMatchObject({ canResubscribe: false });
      await project();
      expect(await profile()).toMatchObject({ marketingState: "subscribed" });
      expect(await stage.db.suppression.count()).toBe(0);
      await writeBack();
      expect(await atShopify()).toMatchObject({
        state: "SUBSCRIBED",
        optInLevel: "CONFIRMED_OPT_IN",
      });
      await stage.db.optInRequest.deleteMany();
      await signUp();
      expect(await stage.db.optInRequest.findMany()).toMatchObject([{ state: "confirmed" }]);
    },
  );

  test("ends with another unsubscribe by the same email", async () => {
    const { unsubscribe: link, preferences } = await linksOfAnEmail();
    await unsubscribe(link, stage.deps);
    stage.now = at(1);
    await choosePreferences(preferences, new URLSearchParams({ resubscribe: "on" }), stage.deps);
    await project();
    stage.now = at(2);
    await unsubscribe(link, stage.deps);
    await project();
    expect(await profile()).toMatchObject({ marketingState: "unsubscribed" });
    expect(await stage.db.suppression.count()).toBe(1);
  });

  test("is not offered after a complaint, and does not end its suppression", async () => {
    const { preferences } = await linksOfAnEmail();
    const barred = { shopId: SHOP, emailIndex: emailIndex(), createdAt: START };
    await stage.db.suppression.create({ data: { ...barred, reason: "complaint" } });
    const form = new URLSearchParams({ resubscribe: "on" });
    const page = await choosePreferences(preferences, form, stage.deps);
    expect(page).toMatchObject({ canResubscribe: false });
    await signUp();
    await send();
    expect(mailer.taken).toEqual([]);
  });
});

test("a back-in-stock request from an unsubscribed customer asks by email, and subscribes no one", async () => {
  await storeProduct(stage.db, SHOP, "501");
  await receiveConsentChange("unsubscribed", at(-1));
  const request = { ...form({ email }), variantId: "501-1", kind: "back_in_stock" as const };
  const asker = { ...ANONYMOUS_REQUESTER, customerId: CUSTOMER };
  expect(await receiveNotifyMe(SHOP, request, asker, stage.deps)).toEqual({ next: "confirm" });
  await confirm();
  await writeBack();
  await project();
  expect(await profile()).toMatchObject({ marketingState: "unsubscribed" });
  expect(await atShopify()).not.toMatchObject({ optInLevel: "CONFIRMED_OPT_IN" });
});

describe("the confirmation rule of a sign-up", () => {
  test("does not depend on the form's language", async () => {
    await setRule("where_required");
    for (const [countries, next] of [
      [["GB"], "done"],
      [["GB", "DE"], "confirm"],
    ] as const) {
      await stage.db.shop.updateMany({
        data: { countryCode: "GB", shipsToCountries: [...countries] },
      });
      for (const locale of ["de-DE", "en-GB"]) {
        const stranger = `s-${countries.length}-${locale}@example.com`;
        expect(await signUp({ email: stranger, locale })).toEqual({ next });
      }
    }
  });

  test("uses the countries read from Shopify at the installation and daily", async () => {
    const shipsTo = async () => (await stage.db.shop.findFirstOrThrow()).shipsToCountries;
    const before = await shipsTo();
    expect(before.length).toBeGreaterThan(0);
    await stage.db.shop.updateMany({ data: { shipsToCountries: [] } });
    await checkAppAccessJob.run(SHOP, stage.deps, signal);
    expect(await shipsTo()).toEqual(before);
  });
});
