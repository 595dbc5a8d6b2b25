import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { ShopId } from "~/lib/shop-id";
import { publishUnchanged } from "~/messages/templates/begin-email.server";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { loader as preferences } from "~/routes/p.$token/route";
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

const FORMAL_SHOP = ShopId.parse("formal.myshopify.com");
const WELCOME = { templateId: "welcome/email-1" };

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
  await addSendingShop(deps.db, FORMAL_SHOP);
  await deps.db.settings.update({
    where: { shopId: FORMAL_SHOP },
    data: { brand: { postalAddress: "1 Mill Lane, Bath BA1 1AA", germanAddress: "formal" } },
  });
});

/** The welcome email that a German customer of the shop gets. */
async function sendWelcome(shopId: ShopId) {
  await storeProducts(deps.db, shopId);
  const planned = { shopId, customerId: "1", messageId: `m-${shopId}`, intent: WELCOME };
  await storePlannedEmail(deps, planned);
  await deps.db.profile.updateMany({ where: { shopId }, data: { locale: "de" } });
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

test("a shop that addresses its customers with “Sie” does so in prebuilt emails and on their pages", async () => {
  const { subject, text, html } = await sendWelcome(FORMAL_SHOP);
  expect(subject).toMatch(/^Willkommen bei /);
  expect(html).toContain('lang="de"');
  expect(text).toContain("vielen Dank für Ihre Anmeldung");
  expect(text).toContain("Sie erhalten diese E-Mail, weil");
  expect(text).not.toMatch(/\b(du|dir|dich|deine?)\b/i);

  const page = await openPage(text, "u");
  expect(page).toContain('<html lang="de"');
  expect(page).toContain("Sie erhalten dann keine Werbung mehr per E-Mail.");
  const choices = await openPage(text, "p");
  expect(choices).toContain("Das sind Ihre Einstellungen");
  expect(choices).not.toMatch(/x-formal|\b(du|dich|deine?)\b/i);
});

test("another shop keeps “du”", async () => {
  const { text } = await sendWelcome(SHOP);
  expect(text).toContain("danke für deine Anmeldung");
  expect(text).toContain("Du bekommst diese E-Mail, weil");
  expect(await openPage(text, "u")).toContain("Du bekommst dann keine Werbung mehr per E-Mail.");
});

test("an email that the merchant edited keeps the merchant’s words", async () => {
  const document = findReadyTemplate(WELCOME.templateId)!;
  const german = { ...document.translations["de"]!, subject: "Hallo du" };
  await publishUnchanged(deps.db, FORMAL_SHOP, {
    templateId: WELCOME.templateId,
    name: "Welcome",
    document: { ...document, translations: { ...document.translations, de: german } },
    now: NOW,
  });
  const { subject, text } = await sendWelcome(FORMAL_SHOP);
  expect(subject).toBe("Hallo du");
  expect(text).toContain("danke für deine Anmeldung");
  // The reason below it is not the merchant's.
  expect(text).toContain("Sie erhalten diese E-Mail, weil");
});

test("a shop with “Sie” edits a prebuilt email that has “Sie”", async () => {
  const subjectIn = async (shopId: ShopId) =>
    (await findEffectiveTemplate(deps.db, shopId, "vip/email-1"))?.translations["de"]?.subject;
  expect(await subjectIn(FORMAL_SHOP)).toBe("Vielen Dank für Ihre Treue");
  expect(await subjectIn(SHOP)).toBe("Danke für deine Treue");
});
