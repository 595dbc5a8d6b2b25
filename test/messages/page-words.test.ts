import { describe, expect, test } from "vitest";
import { EmailLanguage } from "~/messages/document/languages";
import { PAGE_WORDS, pageLanguage, fillText } from "~/messages/pages/page-words";

/** Every text of a language, by key. */
function textsOf(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]): [string, string][] =>
    typeof value === "string"
      ? [[`${path}/${name}`, value]]
      : textsOf(value as object, `${path}/${name}`),
  );
}
const holesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe.each(EmailLanguage.options)("the landing pages of emails in %s", (language) => {
  const english = new Map(textsOf(PAGE_WORDS.en));
  const own = textsOf(PAGE_WORDS[language]);

  test("contain all texts of the English ones, with the same values", () => {
    expect(own.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    for (const [path, text] of own) {
      expect(text.trim(), path).not.toBe("");
      expect(holesOf(text), path).toEqual(holesOf(english.get(path) ?? ""));
    }
  });
});

test.each(EmailLanguage.exclude(["en"]).options)(
  "the pages in %s share no text with the English ones",
  (language) => {
    const english = new Map(textsOf(PAGE_WORDS.en));
    const same = textsOf(PAGE_WORDS[language]).filter(([path, text]) => english.get(path) === text);
    expect(same.map(([path]) => path)).toEqual([]);
  },
);

describe("the language of a page", () => {
  test.each<[readonly (string | null)[], string | null, string]>([
    [["de", "fr-CA"], "ja", "de"],
    [[null, "fr-CA"], "ja", "fr"],
    [[null, "pt-BR"], "nl, es-MX;q=0.8, en;q=0.9", "en"],
    [[null, null], "ar-EG,en;q=0.5", "ar"],
    [[null], "*;q=0.1, de;q=0", "en"],
    [[], null, "en"],
    [["constructor"], ";;;,,q=", "en"],
  ])("for a customer with %j in a browser that prefers %s is %s", (wanted, browser, language) => {
    expect(pageLanguage(wanted, browser)).toBe(language);
  });
});

test("keeps braces in a shop's name", () => {
  expect(
    fillText("Email from {shop} to {address}", { shop: "{address}", address: "a•••@e•••.com" }),
  ).toBe("Email from {address} to a•••@e•••.com");
  expect(fillText("{unknown}", {})).toBe("{unknown}");
});
