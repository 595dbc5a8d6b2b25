import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  listSearchPrefixes,
  matchesSearch,
  readSearchQuery,
  splitWords,
  type SearchedContact,
} from "~/profiles/search/search-words";

const contact = (
  firstName: string | null,
  lastName: string | null,
  email: string | null = null,
): SearchedContact => ({ firstName, lastName, email });

/** Whether a query finds a contact: all its beginnings are indexed, and its words compared. */
function finds(query: string, it: SearchedContact): boolean {
  const read = readSearchQuery(query);
  const indexed = new Set(listSearchPrefixes(it));
  return (
    read.prefixes.length > 0 &&
    read.prefixes.every((prefix) => indexed.has(prefix)) &&
    matchesSearch(it, read)
  );
}

test.each([
  ["Zoë O’Brien-Łuczak", ["zoe", "obrien", "luczak"]],
  ["ÇELİK Straße", ["celik", "strasse"]],
  ["anna85.mueller", ["anna", "85", "mueller"]],
  ["山田 タロウ", ["山田", "タロウ"]],
  ["김민준", ["김민준"]],
  ["  …  ", []],
])("splits %s into words", (text, words) => {
  expect(splitWords(text)).toEqual(words);
});

test("indexes beginnings of three, four and six letters, and shorter words as a whole", () => {
  expect(listSearchPrefixes(contact("Li", "Andersson", "li.a@example.com"))).toEqual([
    ...["li", "and", "ande", "anders", "a"],
  ]);
});

describe("a customer", () => {
  const zoe = contact("Zoë", "Müller-Brandt", "zoe.m85@kettle.example");
  const taro = contact("太郎", "山田");

  test.each([
    "zoe",
    "ZOË",
    "mull",
    "müller",
    "brand",
    "brandt zoe",
    "zoe m",
    "zoe.m85",
    "zoe.m85@ket",
    "Zoë Müller-Brandt",
  ])("is found by %s", (query) => {
    expect(finds(query, zoe)).toBe(true);
  });

  test.each(["zoey", "mulle x", "ller", "zo", "kettle", "zoe@other"])(
    "is not found by %s",
    (query) => {
      expect(finds(query, zoe)).toBe(false);
    },
  );

  test.each(["山田", "太郎", "山田太郎", "山田 太郎", "山", "田太"])(
    "with a name in Japanese is found by %s",
    (query) => {
      expect(finds(query, taro)).toBe(true);
    },
  );

  test("with a name of two letters is found by all of it, and the query is known to be short", () => {
    expect(finds("Li", contact("Li", "Wei"))).toBe(true);
    expect(finds("Li", contact("Lina", "Wei"))).toBe(false);
    expect(readSearchQuery("li").isShort).toBe(true);
    expect(readSearchQuery("li wei").isShort).toBe(false);
  });
});

test("every customer is found by the beginnings, from three letters, of any of their words, in any order", () => {
  const word = fc.string({
    unit: fc.constantFrom(...Array.from("aeikrşßéØžдβ山かー9'")),
    maxLength: 9,
  });
  fc.assert(
    fc.property(word, word, word, fc.nat(), fc.boolean(), (first, last, local, at, isFirst) => {
      const it = contact(first, last, `${local}@example.com`);
      const words = [first, last, local]
        .flatMap(splitWords)
        .filter((own) => Array.from(own).length >= 3);
      const own = words[at % words.length];
      if (own === undefined) return;
      const beginning = Array.from(own)
        .slice(0, 3 + (at % 7))
        .join("");
      const other = words[(at + 1) % words.length] ?? own;
      expect(finds(isFirst ? `${beginning} ${other}` : `${other} ${beginning}`, it)).toBe(true);
    }),
  );
});
