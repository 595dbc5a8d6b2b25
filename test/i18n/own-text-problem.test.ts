import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { createElement } from "react";
import { describe, expect, test } from "vitest";
import { languagesWith, readTexts } from "~/i18n/catalog.server";
import { findOwnTextProblem, MAX_OWN_TEXT_CHARS } from "~/i18n/own-text-problem";
import { sectionOf } from "~/i18n/own-texts";
import { builtInTexts, missingTexts, writtenLanguages } from "~/i18n/own-texts.server";
import { textIn } from "~/i18n/text-in.server";

const SHOP = "You get this email because you bought from {shop}.";
const QUESTION = "Questions? <email>{address}</email>";
const COUNTED = "{count, plural, one {# customer} other {# customers}} bought {title}";
const DAY = "Until {day, date, long}";

describe("a shop's version of a built-in text", () => {
  test.each([
    [SHOP, "Ricevi questa email perché hai acquistato da {shop}."],
    [SHOP, "5 < 6 & {shop}: “grazie”"],
    [QUESTION, "<email>Scrivi a {address}</email>!"],
    [COUNTED, "{count, plural, one {# cliente ha} other {# clienti hanno}} comprato {title}"],
    [COUNTED, "{title}: {count}"],
    [DAY, "Fino al {day, date, medium}"],
  ])("of “%s” may be “%s”", (original, text) => {
    expect(findOwnTextProblem(text, original)).toBeNull();
  });

  test.each([
    [SHOP, "Thank you", { code: "missing_value", values: { name: "shop" } }],
    [SHOP, "{shop} {store}", { code: "unknown_value", values: { name: "store" } }],
    [SHOP, "{shop", { code: "syntax" }],
    [SHOP, "{shop}{count, plural, one {x}}", { code: "syntax" }],
    [SHOP, "<b>{shop}</b>", { code: "unknown_tag", values: { name: "b" } }],
    [SHOP, "<script>{shop}</script>", { code: "unknown_tag", values: { name: "script" } }],
    [SHOP, '<img src="x"> {shop}', { code: "syntax" }],
    [SHOP, "{shop}\nBcc: ada@example.com", { code: "one_line" }],
    [SHOP, "{shop} \uE000", { code: "one_line" }],
    [SHOP, "{shop, number}", { code: "unknown_value", values: { name: "shop" } }],
    [SHOP, "{shop, select, x {y} other {z}}", { code: "unknown_value", values: { name: "shop" } }],
    [QUESTION, "{address}", { code: "missing_value", values: { name: "email" } }],
    [COUNTED, "{title} {count, number, ::currency/nonsense}", { code: "syntax" }],
    [DAY, "Until {day}", { code: "unknown_value", values: { name: "day" } }],
    [
      SHOP,
      `{shop}${"x".repeat(MAX_OWN_TEXT_CHARS)}`,
      { code: "too_long", values: { max: MAX_OWN_TEXT_CHARS } },
    ],
  ])("of “%s” may not be “%s”", (original, text, problem) => {
    expect(findOwnTextProblem(text, original)).toEqual(problem);
  });

  test("may be the catalog's in every language", () => {
    const english = builtInTexts("en");
    for (const language of languagesWith("email")) {
      for (const [key, { text }] of Object.entries(builtInTexts(language))) {
        expect(findOwnTextProblem(text, english[key]!.text), `${language} ${key}`).toBeNull();
      }
    }
  });

  test("adds no markup to an email or a page, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (written) => {
        const text = `${written}{shop}`;
        fc.pre(findOwnTextProblem(text, SHOP) === null);
        const own = { en: { "email.because.order": text } };
        const shown = textIn("en", "email", own)("because.order", { shop: "<i>Kettle</i>" });
        expect(renderToStaticMarkup(createElement("p", null, shown))).toMatch(/^<p>[^<>]*<\/p>$/);
      }),
    );
  });
});

test("every text of emails, preferences, unsubscribing and confirmations can be changed", () => {
  const fixed = (["email", "public"] as const).flatMap((feature) =>
    Object.keys(readTexts("en", feature)).filter((key) => sectionOf(`${feature}.${key}`) === null),
  );
  // Pages of unknown shops, and pages for testers.
  expect([...new Set(fixed.map((key) => key.split(".")[0]))]).toEqual([
    "unknownShop",
    "incomplete",
    "nowhere",
    "expired",
    "tooOften",
    "checkInbox",
    "requestReceived",
    "confirmTestAddress",
    "stopTestEmails",
    "confirmedTestAddress",
    "stoppedTestEmails",
  ]);
});

describe("a language that the catalog lacks", () => {
  const texts = Object.fromEntries(
    Object.entries(builtInTexts("it")).map(([key, { text }]) => [key, `it: ${text}`]),
  );

  test("is in use once the shop has written all texts", () => {
    expect(writtenLanguages("email", { it: texts })).toContain("it");
    expect(writtenLanguages("public", { it: texts })).toContain("it");
    const { "email.footer.unsubscribe": _, ...others } = texts;
    expect(writtenLanguages("email", { it: others })).not.toContain("it");
    expect(writtenLanguages("public", { it: others })).toContain("it");
    expect(missingTexts("it", "email", { it: others })).toEqual(["email.footer.unsubscribe"]);
  });

  test("has the texts of the shop", () => {
    expect(textIn("it", "email", { it: texts })("footer.unsubscribe")).toBe("it: Unsubscribe");
    expect(textIn("it", "email")("footer.unsubscribe")).toBe("Unsubscribe");
  });
});

test("a text that no longer fits the built-in one is not used", () => {
  const own = { en: { "email.footer.unsubscribe": "Stop {everything}" } };
  expect(textIn("en", "email", own)("footer.unsubscribe")).toBe("Unsubscribe");
});

test("German texts of a shop are for both ways of addressing", () => {
  const own = { de: { "email.footer.unsubscribe": "Keine E-Mails mehr" } };
  expect(textIn("de", "email", own)("footer.unsubscribe")).toBe("Keine E-Mails mehr");
  expect(textIn("de-x-formal", "email", own)("footer.unsubscribe")).toBe("Keine E-Mails mehr");
});
