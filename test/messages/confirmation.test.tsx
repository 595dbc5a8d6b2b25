import { describe, expect, test } from "vitest";
import { confirmationWords, languageOf } from "~/messages/confirmation/confirmation-words";
import { EmailLanguage } from "~/messages/document/languages";
import { renderConfirmation } from "~/messages/confirmation/render-confirmation.server";

const brand = {
  shopName: "Kettle & Co",
  legalName: "Kettle & Co Ltd",
  logoUrl: null,
  accent: "#1f6f54",
  postalAddress: "1 Mill Lane, Bath",
  supportEmail: null,
};
const CONFIRM = "https://kindred.example/confirm/abc.l1.def";
const LANGUAGES = EmailLanguage.options;
const TOPICS = ["marketing", "back_in_stock", "price_drop"] as const;
const cases = LANGUAGES.flatMap((locale) => TOPICS.map((topic) => ({ locale, topic })));

describe("a confirmation email", () => {
  test.each(cases)(
    "in $locale about $topic names the shop and contains one link",
    async ({ locale, topic }) => {
      const words = confirmationWords(topic, { locale, shopName: brand.shopName });
      const links = { confirm: CONFIRM, shop: "https://kettle.example" };
      const { html, text } = await renderConfirmation({ brand, words, language: locale, links });
      expect(html).toContain(`lang="${locale}"`);
      expect(html.includes(`dir="rtl"`)).toBe(locale === "ar");
      const targets = new Set([...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url));
      expect([...targets].sort()).toEqual([links.confirm, links.shop].sort());
      for (const face of [html, text]) {
        expect(face).toContain("1 Mill Lane, Bath");
        expect(face).not.toMatch(/\{shop\}|undefined|Unsubscribe/);
      }
      expect(text).toContain(CONFIRM);
      expect(text).toContain("Kettle & Co");
    },
  );

  test("has its own texts in each language", () => {
    const subjects = LANGUAGES.map(
      (locale) => confirmationWords("marketing", { locale, shopName: "K" }).subject,
    );
    expect(new Set(subjects).size).toBe(LANGUAGES.length);
  });
});

test.each([
  ["de-AT", "de"],
  ["pt-BR", "en"],
  ["", "en"],
  ["constructor", "en"],
  ["JA", "ja"],
])("a form in “%s” is answered in %s", (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});
