import { describe, expect, test } from "vitest";
import {
  addressedLanguage,
  choosePageLocale,
  directionOf,
  findLanguage,
  nameLanguage,
  withoutPrivateUse,
} from "~/i18n/locale";

const LANGUAGES = ["ar", "de", "en", "pt-BR"];

describe("the language and region of a page", () => {
  test.each([
    // admin, browser, expected
    ["en", "en-US,en;q=0.9", "en", "en-US"],
    ["en", "en-GB,en;q=0.9", "en", "en-GB"],
    ["en", "de-DE", "en", "en-US"],
    ["de", "en-GB", "de", "de"],
    ["de", "de-AT,de;q=0.9,en;q=0.5", "de", "de-AT"],
    ["nb", "de-CH;q=0.5,en-AU;q=0.8", "en", "en-AU"],
    [null, "fr,de;q=0.4", "de", "de"],
    ["pt-BR", "", "pt-BR", "pt-BR"],
    ["PT_br", "", "pt-BR", "pt-BR"],
    ["../etc", "*", "en", "en-US"],
    [null, null, "en", "en-US"],
  ])("admin %s and browser %s read %s in %s", (admin, browser, language, locale) => {
    expect(choosePageLocale(admin, browser, LANGUAGES)).toEqual({ language, locale });
  });
});

test("a regional language is preferred to its parent, and no language is invented", () => {
  expect(findLanguage("pt-BR", LANGUAGES)).toBe("pt-BR");
  expect(findLanguage("de-AT", LANGUAGES)).toBe("de");
  expect(findLanguage("pt-PT", LANGUAGES)).toBeNull();
});

test("a language's direction and its own name need no list of languages", () => {
  expect(["en", "ar", "he", "fa-IR", "ur", "az-Arab", "ja"].map(directionOf)).toEqual([
    ...["ltr", "rtl", "rtl", "rtl", "rtl", "rtl", "ltr"],
  ]);
  expect(["de", "fr", "nb", "pt-BR"].map((tag) => nameLanguage(tag))).toEqual([
    "Deutsch",
    "Français",
    "Norsk bokmål",
    "Português (Brasil)",
  ]);
  expect(nameLanguage("fr", "en")).toBe("French");
});

test("only German has texts that address the reader formally, with the numbers and dates of German", () => {
  expect(addressedLanguage("de", "formal")).toBe("de-x-formal");
  expect(addressedLanguage("de", "informal")).toBe("de");
  expect(addressedLanguage("fr", "formal")).toBe("fr");
  expect(["de-x-formal", "pt-BR"].map(withoutPrivateUse)).toEqual(["de", "pt-BR"]);
  expect(findLanguage("de-x-formal", LANGUAGES)).toBe("de");
});
