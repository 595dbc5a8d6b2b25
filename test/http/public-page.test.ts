import { describe, expect, test } from "vitest";
import { languagesWith, readTexts } from "~/i18n/catalog.server";
import { publicLocale, publicNotice, publicText } from "~/http/public-page.server";

const from = (acceptLanguage: string | null) =>
  new Request("https://kindred.example/u/1", {
    headers: acceptLanguage === null ? {} : { "accept-language": acceptLanguage },
  });

describe("the language and region of a public page", () => {
  test.each<[readonly (string | null)[], string | null, string, string]>([
    [["de", "fr-CA"], "ja", "de", "de"],
    [[null, "fr-CA"], "ja", "fr", "fr-CA"],
    [[null, "pt-BR"], "nl, es-MX;q=0.8, en;q=0.9", "en", "en-US"],
    [["en"], "en-GB,en;q=0.9", "en", "en-GB"],
    [[null, null], "ar-EG,en;q=0.5", "ar", "ar-EG"],
    [[null], "*;q=0.1, de;q=0", "en", "en-US"],
    [[], null, "en", "en-US"],
    [["constructor"], ";;;,,q=", "en", "en-US"],
  ])("for %j in a browser that prefers %s is %s of %s", (wanted, browser, language, locale) => {
    expect(publicLocale(wanted, from(browser), null)).toEqual({ language, locale });
  });
});

test("a day is written as in the reader's region", () => {
  const day = new Date("2026-03-12T20:00:00Z");
  const until = (locale: string) =>
    publicText({ language: "en", locale }, "Asia/Tokyo", null)("preferences.pause.keep", { day });
  expect(until("en-US")).toBe("Until March 13, 2026");
  expect(until("en-GB")).toBe("Until 13 March 2026");
});

test("a notice names the shop, and keeps braces in its name", async () => {
  const look = {
    shopName: "{address}",
    logoUrl: null,
    accent: null,
    germanAddress: "informal",
  } as const;
  const page = await publicNotice(200, from(null), "unsubscribe", { look, locale: "en" }).text();
  expect(page).toContain("Unsubscribe from {address}?");
  expect(await publicNotice(200, from("de"), "unsubscribe").text()).toContain("dieser Shop");
});

test.each(languagesWith("public"))("the page in %s names the link of the email", (language) => {
  const { "unsubscribe.instead": instead } = readTexts(language, "public");
  expect(instead).toContain(readTexts(language, "email")["footer.preferences"]);
});
