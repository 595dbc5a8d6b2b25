import { describe, expect, test } from "vitest";
import { languagesWith } from "~/i18n/catalog.server";
import { directionOf, type GermanAddress } from "~/i18n/locale";
import { renderConfirmation } from "~/messages/confirmation/render-confirmation.server";
import { aBrand } from "../support/email-values";

const brand = aBrand({ postalAddress: "1 Mill Lane, Bath", supportEmail: null });
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

  test("addresses German readers as the shop does", async () => {
    const write = async (germanAddress: GermanAddress) => {
      const formal = { ...brand, germanAddress };
      return renderConfirmation({ brand: formal, topic: "marketing", locale: "de-AT", links });
    };
    expect((await write("informal")).subject).toBe("Bitte bestätige deine Anmeldung");
    const { subject, html, text } = await write("formal");
    expect(subject).toBe("Bitte bestätigen Sie Ihre Anmeldung");
    expect(html).toContain('lang="de"');
    expect(text).toContain("weil jemand Ihre Adresse bei Kettle & Co eingetragen hat");
    expect(text).not.toMatch(/\bdu\b|\bdeine\b/i);
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
