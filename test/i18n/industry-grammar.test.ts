import { describe, expect, test } from "vitest";
import { languagesWith, readTexts, termsOf, TEXT_FEATURES } from "~/i18n/catalog.server";
import { INDUSTRIES, type Industry } from "~/i18n/industry";
import { fillTerms } from "~/i18n/industry-terms";

/** The texts of a language with the words of an industry, without the names of values. */
function textsFor(language: string, industry: Industry): string[] {
  const terms = termsOf(language, industry);
  return TEXT_FEATURES.flatMap((feature) =>
    Object.entries(readTexts(language, feature)).map(
      ([key, text]) =>
        `${feature}.${key}: ${fillTerms(text, terms).replaceAll(/\{\w+(, (plural|select|number),?)?/g, "{")}`,
    ),
  );
}

const findIn = (texts: readonly string[], pattern: RegExp): string[] =>
  texts.filter((text) => pattern.test(text));

/** "un/una", but not "después": beginnings and ends of words with accents. */
const word = (alternatives: string): string => `(?<![\\p{L}’-])(?:${alternatives})(?!\\p{L})`;

describe.each(INDUSTRIES)("the French of %s", (industry) => {
  const texts = textsFor("fr", industry);
  const { order, product, customer } = termsOf("fr", industry);
  const noun = `(?:${order}|${product}|${customer})s?`;

  test("elides before a vowel", () => {
    // "hasard" and "haut" have an h that is spoken.
    const open =
      /(?<![\p{L}’-])(le|la|de|que|je|ne|se|me|te) (?=[aeiouyàâéèêëîïôûœ]|h(?!asard|aut))/u;
    expect(findIn(texts, open)).toEqual([]);
    expect("Nombre de adhésions").toMatch(open);
  });

  test("contracts “de le” and “à les”", () => {
    expect(findIn(texts, new RegExp(`${word("de|à")} les? ${noun}`, "iu"))).toEqual([]);
  });

  test("has articles and adjectives of the noun’s gender", () => {
    const masculine = word("le|un|du|au|ce|aucun|tout|dernier|premier|prochain|nouveau");
    const feminine = word("la|une|cette|aucune|toute|dernière|première|prochaine|nouvelle");
    expect(findIn(texts, new RegExp(`${masculine} ${order}`, "iu"))).toEqual([]);
    expect(findIn(texts, new RegExp(`${feminine} (${product}|${customer})`, "iu"))).toEqual([]);
  });
});

describe.each(INDUSTRIES)("the Spanish of %s", (industry) => {
  const texts = textsFor("es", industry);
  const terms = termsOf("es", industry);
  const isFeminine = terms["order.gender"] === "f";
  const orders = word(`${terms["order"]}|${terms["orders"]}`);
  const stems =
    "aislad|atribuid|cancelad|devuelt|dividid|entregad|esperad|hech|pasad|pequeñ|previst|próxim|reembolsad";

  test("contracts “de el” and “a el”", () => {
    expect(findIn(texts, /(?<!\p{L})(de|a) el(?!\p{L})/iu)).toEqual([]);
  });

  test("has articles and adjectives of the noun’s gender", () => {
    const before = isFeminine
      ? "el|un|unos|los|del|al|este|otro|ningún|primer|último|próximo|nuevo|pocos|todos"
      : "la|una|unas|las|esta|otra|ninguna|primera|última|próxima|nueva|pocas|todas";
    const after = `(${stems})${isFeminine ? "os?" : "as?"}`;
    const wrong = [
      ...findIn(texts, new RegExp(`${word(before)} ${orders}`, "iu")),
      ...findIn(texts, new RegExp(`${orders} (\\p{L}+ )?${word(after)}`, "iu")),
    ];
    expect(wrong).toEqual([]);
  });
});

/** Verbs of orders, which no one uses of policies or contracts: a policy that is “aufgegeben” is canceled. */
const VERBS_OF_ORDERS: Readonly<Record<string, RegExp>> = {
  en: /\bplac(e|es|ed|ing)\b/,
  de: /\baufgegeben\b|\bg(eben|ibt|ab|aben)\b.*\[\[order.*\bauf\b/,
  fr: /\b(a|ont|ayant|été) passée?s?(?!\p{L})|\bpass(er|e|ent) (la|une|de|des|leur|sa) |\] passée/u,
  es: /(?<!\p{L})(hac(e|en|er)|hizo|hicieron) (su|\[\[order)|\[\[order:(hecho|realizado)/u,
};

test.each(Object.entries(VERBS_OF_ORDERS))(
  "what is done with orders in %s is to buy",
  (language, verbs) => {
    const found = TEXT_FEATURES.flatMap((feature) =>
      Object.entries(readTexts(language, feature)).filter(
        ([, text]) => /\[\[orders?/i.test(text) && verbs.test(text),
      ),
    );
    expect(found).toEqual([]);
  },
);

/** Texts that name an object or a page of Shopify's admin, which no industry renames. */
const OF_SHOPIFY = {
  rules: ["channel.shopify_draft_order"],
  segments: [
    "metafields",
    "metafields.empty.heading",
    "metafields.empty.text",
    "import.empty.text",
  ],
} as const;

test.each(languagesWith("common"))("names of Shopify stay as they are in %s", (language) => {
  const renamed = Object.entries(OF_SHOPIFY).flatMap(([feature, keys]) =>
    keys.filter((key) =>
      readTexts(language, feature as keyof typeof OF_SHOPIFY)[key]?.includes("[["),
    ),
  );
  expect(renamed).toEqual([]);
});
