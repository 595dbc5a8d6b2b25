import { describe, expect, test } from "vitest";
import { languagesWith } from "~/i18n/catalog.server";
import { directionOf } from "~/i18n/locale";
import { renderConfirmation } from "~/messages/confirmation/render-confirmation.server";

const brand = {
  shopName: "Kettle & Co",
  legalName: "Kettle & Co Ltd",
  logoUrl: null,
  accent: "#1f6f54",
  postalAddress: "1 Mill Lane, Bath",
  supportEmail: null,
};
const links = {
  confirm: "https://kindred.example/confirm/abc.l1.def",
  shop: "https://kettle.example",
};
const LANGUAGES = languagesWith("email");
const TOPICS = ["marketing", "back_in_stock", "price_drop"] as const;
const cases = LANGUAGES.flatMap((locale) => TOPICS.map((topic) => ({ locale, topic })));

describe("a confirmation email", () => {
  test.each(cases)(
    "in $locale about $topic names the shop and contains one link",
    async ({ locale, topic }) => {
      const { html, text } = await renderConfirmation({ brand, topic, locale, links });
      expect(html).toContain(`lang="${locale}"`);
      expect(html).toContain(`dir="${directionOf(locale)}"`);
      const targets = new Set([...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url));
      expect([...targets].sort()).toEqual([links.confirm, links.shop].sort());
      for (const face of [html, text]) {
        expect(face).toContain("1 Mill Lane, Bath");
        expect(face).not.toMatch(/\{shop\}|undefined|Unsubscribe/);
      }
      expect(text).toContain(links.confirm);
      expect(text).toContain("Kettle & Co");
    },
  );

  test("has its own texts in each language", async () => {
    const emails = LANGUAGES.map((locale) =>
      renderConfirmation({ brand, topic: "marketing", locale, links }),
    );
    const subjects = (await Promise.all(emails)).map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(LANGUAGES.length);
  });

  test.each([
    ["de-AT", "de"],
    ["pt-BR", "en"],
    ["", "en"],
    ["constructor", "en"],
    ["JA", "ja"],
  ])("to a form in “%s” is in %s", async (locale, language) => {
    const { html } = await renderConfirmation({ brand, topic: "marketing", locale, links });
    expect(html).toContain(`<html dir="${directionOf(language)}" lang="${language}"`);
  });
});
