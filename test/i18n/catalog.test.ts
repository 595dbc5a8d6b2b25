import {
  isArgumentElement,
  isDateElement,
  isNumberElement,
  isPluralElement,
  isSelectElement,
  isTagElement,
  isTimeElement,
  parse,
  type MessageFormatElement,
} from "@formatjs/icu-messageformat-parser";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import {
  languagesWith,
  readMergeFile,
  readTexts,
  LANGUAGES,
  TEXT_FEATURES,
} from "~/i18n/catalog.server";
import { polarisTexts } from "~/i18n/polaris-texts.server";
import { findNodes, readSources } from "../support/read-sources";

const SOURCES = readSources();
const OTHERS = LANGUAGES.filter((language) => language !== "en");

/** The names of a text's values and tags, sorted. */
function namesIn(text: string): string[] {
  const names = new Set<string>();
  const visit = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (isPluralElement(element) || isSelectElement(element)) {
        names.add(element.value);
        Object.values(element.options).forEach((option) => visit(option.value));
      } else if (isTagElement(element)) {
        names.add(`<${element.value}>`);
        visit(element.children);
      } else if (
        isArgumentElement(element) ||
        isNumberElement(element) ||
        isDateElement(element) ||
        isTimeElement(element)
      ) {
        names.add(element.value);
      }
    }
  };
  visit(parse(text));
  return [...names].sort();
}

describe.each(TEXT_FEATURES)("the texts of %s", (feature) => {
  const english = readTexts("en", feature);

  test("are ICU messages", () => {
    expect(() => Object.values(english).map(namesIn)).not.toThrow();
  });

  test("have typographic apostrophes in English", () => {
    expect(Object.values(english).filter((text) => /\w'\w/.test(text))).toEqual([]);
  });

  test.each(OTHERS)("have the keys and values of English in %s", (language) => {
    const wrong = Object.entries(readTexts(language, feature)).filter(([key, text]) => {
      const original = english[key];
      return original === undefined || namesIn(original).join() !== namesIn(text).join();
    });
    expect(wrong).toEqual([]);
  });
});

test("French punctuation stays on the line of its word", () => {
  // Not the skeletons of numbers: {stars, number, ::.0}.
  const breaks = /(?<!,) [?!:;»]|« /;
  const texts = [
    ...TEXT_FEATURES.flatMap((feature) => Object.values(readTexts("fr", feature))),
    ...JSON.stringify(readMergeFile("fr", "ready-emails")).split('","'),
  ];
  expect(texts.length).toBeGreaterThan(2_000);
  expect(texts.filter((text) => breaks.test(text))).toEqual([]);
});

test.each(languagesWith("common").filter((language) => language !== "en"))(
  "Polaris has its own texts in %s",
  (language) => {
    const texts = JSON.stringify(polarisTexts(language));
    expect(texts).toContain('"Pagination":{');
    expect(texts).not.toContain('"next":"Next"');
  },
);

test.each(languagesWith("common"))("the admin is complete in %s", (language) => {
  const lacking = TEXT_FEATURES.flatMap((feature) => {
    const texts = readTexts(language, feature);
    const missing = Object.keys(readTexts("en", feature)).filter((key) => !texts[key]?.trim());
    return missing.map((key) => `${feature}: ${key}`);
  });
  expect(lacking).toEqual([]);
});

describe.each(["email", "public"] as const)("the texts of %s", (feature) => {
  const english = readTexts("en", feature);

  test.each(languagesWith(feature))("are complete in %s", (language) => {
    expect(Object.keys(readTexts(language, feature)).sort()).toEqual(Object.keys(english).sort());
  });
});

const keysOf = (texts: unknown): unknown =>
  typeof texts === "object" && texts !== null
    ? Object.entries(texts)
        .map(([key, value]) => [key, keysOf(value)])
        .sort()
    : null;

test.each(languagesWith("email"))("the ready emails are complete in %s", (language) => {
  expect(keysOf(readMergeFile(language, "ready-emails"))).toEqual(
    keysOf(readMergeFile("en", "ready-emails")),
  );
});

/** Plural forms of a text: "count" → its forms. */
function formsIn(text: string): [string, string[]][] {
  const forms: [string, string[]][] = [];
  const visit = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (!isPluralElement(element)) continue;
      forms.push([element.value, Object.keys(element.options)]);
      Object.values(element.options).forEach((option) => visit(option.value));
    }
  };
  visit(parse(text));
  return forms;
}

test.each(LANGUAGES)("counted texts in %s have the plural forms of the language", (language) => {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  // "many" of French and Spanish is for millions.
  const needed = pluralCategories.filter((it) => it !== "many" || !/^(fr|es)/.test(language));
  const lacking = TEXT_FEATURES.flatMap((feature) =>
    Object.entries(readTexts(language, feature)).filter(([, text]) =>
      formsIn(text).some(([, forms]) => needed.some((it) => !forms.includes(it))),
    ),
  );
  expect(lacking).toEqual([]);
});

/** Strings of the code that may be keys: literals, and templates as patterns. */
const literals = new Set<string>();
const templates: RegExp[] = [];
for (const { tree } of SOURCES) {
  for (const node of findNodes(tree, ts.isStringLiteralLike)) literals.add(node.text);
  for (const node of findNodes(tree, ts.isTemplateExpression)) {
    const parts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
    // A key is built from at least one of its dotted parts.
    if (parts.some((part) => /^[\w.]*\.[\w.]*$/.test(part))) {
      templates.push(
        new RegExp(
          `^${parts.map((it) => it.replaceAll(".", "\\.").replaceAll("$", "\\$")).join("[\\w-]+")}$`,
        ),
      );
    }
  }
}

test.each(TEXT_FEATURES)("the code uses every text of %s", (feature) => {
  const unused = Object.keys(readTexts("en", feature)).filter(
    (key) => !literals.has(key) && !templates.some((template) => template.test(key)),
  );
  expect(unused).toEqual([]);
});

test("a call passes the values that its text contains", () => {
  const wrong = SOURCES.flatMap(({ path, tree }) => {
    const translators = featuresByName(tree);
    return findNodes(tree, ts.isCallExpression).flatMap((call) => {
      const isRich =
        ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === "rich";
      const callee = isRich ? call.expression.expression : call.expression;
      const feature = ts.isIdentifier(callee) ? translators.get(callee.text) : undefined;
      const [key, values] = call.arguments;
      if (feature === undefined || !key || !ts.isStringLiteralLike(key)) return [];
      const message = readTexts("en", feature as (typeof TEXT_FEATURES)[number])[key.text];
      if (message === undefined) return [`${path}: ${feature}.${key.text} does not exist`];
      const given = namesOf(values);
      const missing = namesIn(message).filter(
        (it) => given !== null && !given.has(it.replace(/[<>]/g, "")),
      );
      return missing.length > 0
        ? [`${path}: ${feature}.${key.text} lacks ${missing.join(", ")}`]
        : [];
    });
  });
  expect(wrong).toEqual([]);
});

/** `const text = useText("plan")`: "text" → "plan". */
function featuresByName(tree: ts.SourceFile): Map<string, string> {
  return new Map(
    findNodes(tree, ts.isVariableDeclaration).flatMap(({ name, initializer }) => {
      if (!initializer || !ts.isCallExpression(initializer) || !ts.isIdentifier(name)) return [];
      const feature = initializer.arguments.at(-1);
      return /^(useText|createText|textIn)$/.test(initializer.expression.getText()) &&
        feature &&
        ts.isStringLiteral(feature)
        ? [[name.text, feature.text] as const]
        : [];
    }),
  );
}

/** The properties of an object literal, spreads of literals included; null: they are not known. */
function namesOf(values: ts.Expression | undefined): Set<string> | null {
  if (values === undefined) return new Set();
  if (!ts.isObjectLiteralExpression(values)) return null;
  const names = new Set<string>();
  for (const property of values.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = namesOf(property.expression);
      if (spread === null) return null;
      spread.forEach((it) => names.add(it));
    } else {
      names.add(property.name.getText());
    }
  }
  return names;
}
