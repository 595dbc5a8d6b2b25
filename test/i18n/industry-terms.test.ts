import { describe, expect, test } from "vitest";
import {
  languagesWith,
  messagesFor,
  readTexts,
  termsOf,
  TEXT_FEATURES,
} from "~/i18n/catalog.server";
import { createText } from "~/i18n/create-text";
import { INDUSTRIES, type Industry } from "~/i18n/industry";
import { fillTerms, hasTerms } from "~/i18n/industry-terms";

const homeOf = (locale: string, industry: Industry) =>
  createText(
    { locale, timeZone: "UTC", messages: messagesFor(locale, ["home"], industry) },
    "home",
  );

describe.each(languagesWith("common"))("the words of industries in %s", (language) => {
  test.each(INDUSTRIES)("fill every text for %s, and keep it an ICU message", (industry) => {
    const terms = termsOf(language, industry);
    const special = Object.values(terms).filter((word) => /[{}<>#'|]/.test(word));
    expect(special).toEqual([]);
    const unfilled = TEXT_FEATURES.flatMap((it) => Object.values(readTexts(language, it))).filter(
      (text) => hasTerms(fillTerms(text, terms)),
    );
    expect(unfilled).toEqual([]);
  });

  test("differ for orders in every industry", () => {
    const orders = INDUSTRIES.map((it) => homeOf(language, it)("imported.orders", { count: 2 }));
    // Insurers and banks have contracts in Japanese, and "souscriptions" in French.
    expect(new Set(orders).size).toBeGreaterThanOrEqual(["fr", "ja"].includes(language) ? 4 : 5);
  });

  test("are all used", () => {
    const texts = TEXT_FEATURES.flatMap((it) => Object.values(readTexts(language, it))).join("\n");
    const unused = Object.keys(termsOf(language, "travel")).filter(
      (name) => !new RegExp(`\\[\\[${name.replace(".gender", ":")}`, "i").test(texts),
    );
    expect(unused).toEqual([]);
  });
});

test("texts name what the industry sells, in the grammar of the language", () => {
  expect(homeOf("en", "travel")("imported.orders", { count: 1 })).toBe("1 booking");
  expect(homeOf("en", "insurance")("revenue.noneLive")).toBe(
    "A policy is attributed when a customer clicks in an email and then buys.",
  );
  expect(homeOf("de", "travel")("resource.products")).toBe("Reiseangebote");
  expect(homeOf("es", "online_store")("revenue.none")).toBe("Aún no hay pedidos atribuidos");
  expect(homeOf("es", "travel")("revenue.none")).toBe("Aún no hay reservas atribuidas");
});

/** Features whose words depend on the industry, and the texts in them that keep Shopify's word or name a CSV column. */
const INDUSTRY_FEATURES = [
  ...(["audiences", "common", "customers", "flow-editor", "flows", "home"] as const),
  ...(["learning", "measures", "recommendations", "rules", "segments"] as const),
  ...(["campaigns", "delivery", "discount", "optimizations", "outbox"] as const),
  ...(["predictions", "reports", "training"] as const),
];
const OF_SHOPIFY = [
  ...["description.replenishment", "channel.shopify_draft_order"],
  ...["cohorts.csv.month", "cohorts.csv.ordered"],
];

test("customers of every industry buy, since few order (decisions 123 and 127)", () => {
  const withoutNames = (text: string) => text.replaceAll(/\[\[.*?\]\]|\{\w+|select, \w+/g, "");
  const ordering = INDUSTRY_FEATURES.flatMap((feature) =>
    Object.entries(readTexts("en", feature)).filter(
      ([key, text]) =>
        !OF_SHOPIFY.includes(key) && /\b(re)?order(s|ed|ing)?\b/i.test(withoutNames(text)),
    ),
  );
  expect(ordering).toEqual([]);
});

test("no word for an order is part of a German compound, which terms cannot replace", () => {
  const compounds = INDUSTRY_FEATURES.flatMap((feature) =>
    Object.entries(readTexts("de", feature)).filter(
      ([key, text]) => !OF_SHOPIFY.includes(key) && /bestell/i.test(text),
    ),
  );
  expect(compounds).toEqual([]);
});

test("a word that the terms lack is a fault", () => {
  expect(() => fillTerms("No [[orders]]", {})).toThrow("no word for [[orders]]");
  expect(() => fillTerms("[[order:el/la]]", { "order.gender": "n" })).toThrow("no word for");
});
