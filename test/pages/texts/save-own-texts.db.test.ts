import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { builtInTexts } from "~/i18n/own-texts.server";
import { ShopId } from "~/lib/shop-id";
import { publishUnchanged } from "~/messages/templates/begin-email.server";
import { actOnEmail } from "~/pages/emails/act-on-email.server";
import { loadOwnTextsPage } from "~/pages/texts/own-texts-page.server";
import { previewOwnTexts } from "~/pages/texts/preview-own-texts.server";
import { OwnTextsEdit, saveOwnTextsEdit } from "~/pages/texts/save-own-texts.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { loader as preferences } from "~/routes/p.$token/route";
import { showPreferences } from "~/routes/p.$token/show-preferences.server";
import { loader as unsubscribePage } from "~/routes/u.$token/route";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import {
  addSendingShop,
  outboxDeps,
  storePlannedEmail,
  storeSendingShop,
  type OutboxDeps,
} from "../../support/outbox-stage";
import { storeProducts } from "../../support/stored-products";

const OTHER = ShopId.parse("other.myshopify.com");
const WELCOME = { templateId: "welcome/email-1" };
const BECAUSE = "email.because.subscribed";

let database: Database;
let deps: OutboxDeps;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  // The routes' dependencies in this process.
  (globalThis as { kindred?: unknown }).kindred = Promise.resolve({ deps });
  await storeSendingShop(deps.db);
  await addSendingShop(deps.db, OTHER);
});

const save = (language: string, texts: Record<string, string>) =>
  saveOwnTextsEdit(SHOP, OwnTextsEdit.parse({ language, texts }), deps);
const pageIn = (language: string) => loadOwnTextsPage(deps.db, SHOP, language, "en");

/** All texts that a language needs, marked. */
const allTexts = (language: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(builtInTexts(language)).map(([key, { text }]) => [key, `»${text}`]),
  );

/** The welcome email that a customer of the shop gets. */
async function sendWelcome(shopId: ShopId, locale: string) {
  await storeProducts(deps.db, shopId);
  const planned = { shopId, customerId: "1", messageId: `m-${shopId}`, intent: WELCOME };
  await storePlannedEmail(deps, planned);
  await deps.db.profile.updateMany({ where: { shopId }, data: { locale } });
  await drainOutboxJob.run(shopId, deps, new AbortController().signal);
  const email = deps.mailer.taken.at(-1);
  if (!email) throw new Error("The email was not sent");
  return email;
}

/** A page that the email links to. */
async function openPage(text: string, path: "u" | "p"): Promise<string> {
  const [url, token] = new RegExp(`https://mail\\.kettle\\.example/${path}/([\\w.-]+)`).exec(text)!;
  const loader = path === "u" ? unsubscribePage : preferences;
  const args = { request: new Request(url), params: { token }, context: {} };
  return (await loader(args)).text();
}

test("a shop's texts are in its emails and on its pages, and in no other shop's", async () => {
  const texts = {
    [BECAUSE]: "You asked {shop} for news about tea & cake.",
    "public.unsubscribe.button": "Stop all emails",
    "public.preferences.heading": "What would you like to read?",
  };
  expect(await save("en", texts)).toEqual({ kind: "saved" });
  const { text, html } = await sendWelcome(SHOP, "en");
  expect(text).toContain("You asked Kettle & Co for news about tea & cake.");
  expect(html).toContain("news about tea &amp; cake.");
  expect(await openPage(text, "u")).toContain("Stop all emails");
  expect(await openPage(text, "p")).toContain("What would you like to read?");

  const others = await sendWelcome(OTHER, "en");
  expect(others.text).toContain("You’re receiving this email because you signed up");
  expect(await openPage(others.text, "u")).not.toContain("Stop all emails");
});

test("a reset brings the default back", async () => {
  await save("en", { [BECAUSE]: "Hello from {shop}", "email.footer.unsubscribe": "Stop" });
  await save("en", { [BECAUSE]: " ", "email.footer.unsubscribe": "Stop" });
  expect((await pageIn("en")).own).toEqual({ "email.footer.unsubscribe": "Stop" });
  await save("en", {});
  const { text } = await sendWelcome(SHOP, "en");
  expect(text).toContain("You’re receiving this email because you signed up");
  expect(text).toContain("Unsubscribe");
});

test("a save keeps the other languages and the other settings", async () => {
  await save("en", { "email.footer.unsubscribe": "Stop" });
  const before = await deps.db.settings.findUniqueOrThrow({ where: { shopId: SHOP } });
  await save("fr", { "email.footer.unsubscribe": "Ne plus recevoir" });
  const after = await deps.db.settings.findUniqueOrThrow({ where: { shopId: SHOP } });
  expect(after).toEqual({
    ...before,
    texts: {
      en: { "email.footer.unsubscribe": "Stop" },
      fr: { "email.footer.unsubscribe": "Ne plus recevoir" },
    },
  });
});

describe("texts that cannot be used", () => {
  test.each([
    [BECAUSE, "Thank you", "missing_value"],
    [BECAUSE, "<a>{shop}</a>", "unknown_tag"],
    [BECAUSE, "{shop", "syntax"],
    ["email.nothing", "Hello", "unknown"],
    ["public.nowhere.title", "Hello", "unknown"],
  ])("are refused: %s as %s", async (key, text, code) => {
    expect(await save("en", { [key]: text })).toMatchObject({
      kind: "invalid",
      problems: { [key]: { code } },
    });
    expect((await pageIn("en")).own).toEqual({});
  });

  test.each(["de-x-formal", "xx", "not a language", ""])("are refused in %j", (language) => {
    expect(OwnTextsEdit.safeParse({ language, texts: {} }).success).toBe(false);
  });
});

describe("a language that the catalog lacks", () => {
  /** The welcome email with Italian beside English. */
  async function publishItalian() {
    const document = findReadyTemplate(WELCOME.templateId)!;
    const italian = { ...document.translations["fr"]!, subject: "Benvenuto" };
    const translations = { ...document.translations, it: italian };
    const edited = { ...document, translations };
    await publishUnchanged(deps.db, SHOP, {
      templateId: WELCOME.templateId,
      name: "Welcome",
      document: edited,
      now: NOW,
    });
    return edited;
  }

  test("shows what is missing in the editor, and is in no email until all is written", async () => {
    await publishItalian();
    await save("it", { "email.footer.unsubscribe": "Annulla iscrizione" });
    const page = await pageIn("it");
    expect(page.missing.email).toBeGreaterThan(20);
    const rows = page.sections.flatMap((it) => it.rows);
    expect(rows.find(({ key }) => key === BECAUSE)).toMatchObject({ isFallback: true });
    const { subject, text } = await sendWelcome(SHOP, "it-IT");
    expect(subject).not.toContain("Benvenuto");
    expect(text).toContain("Unsubscribe");
    expect(text).not.toContain("Annulla");
  });

  test("is in emails and on pages once all is written, and stays complete", async () => {
    await publishItalian();
    expect(await save("it", allTexts("it"))).toEqual({ kind: "saved" });
    expect((await pageIn("it")).missing).toEqual({ email: 0, public: 0 });
    const { subject, text, html } = await sendWelcome(SHOP, "it-IT");
    expect(subject).toContain("Benvenuto");
    expect(html).toContain('lang="it"');
    expect(text).toContain("»Unsubscribe");
    expect(await openPage(text, "p")).toMatch(/<html lang="it".*»Email preferences/s);
    expect(await openPage(text, "p")).toContain('<option value="it" lang="it">Italiano');

    const { [BECAUSE]: _, ...others } = allTexts("it");
    expect(await save("it", others)).toEqual({
      kind: "invalid",
      problems: { [BECAUSE]: { code: "required" } },
    });
  });

  test("can be a language of an edited email once all is written", async () => {
    const document = await publishItalian();
    const templateId = "welcome/email-2";
    const act = { act: "save", revision: 0, document } as const;
    const compile = () => Promise.reject(new Error("A save compiles nothing"));
    const edit = () => actOnEmail(SHOP, templateId, act, { ...deps, compile });
    expect(await edit()).toEqual({ kind: "refused", problems: [{ code: "invalid" }] });
    await save("it", allTexts("it"));
    expect(await edit()).toMatchObject({ kind: "saved" });
  });
});

test.each(["footer", "products", "confirmation", "preferences", "unsubscribe"] as const)(
  "a preview of %s has the unsaved texts",
  async (section) => {
    const preview = await previewOwnTexts(
      SHOP,
      { section, language: "it", texts: allTexts("it") },
      { ...deps, showPreferences },
    );
    expect(preview).toMatchObject({ kind: "ready" });
    const html = preview.kind === "ready" ? preview.html : "";
    expect(html).toContain('lang="it"');
    expect(html).toContain("»");
    expect((await pageIn("it")).own).toEqual({});
  },
);
