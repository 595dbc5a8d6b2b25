import type { Contact } from "../contact";

/** What a customer is found by. */
export type SearchedContact = Pick<Contact, "email" | "firstName" | "lastName">;

/** Changes with every change of `listSearchPrefixes`: the index of all customers is then written again. */
export const SEARCH_VERSION = 1;

/** The indexed lengths of a word's beginning. Two letters would say too much about a name, and find too many. */
const PREFIX_LENGTHS = [3, 4, 6] as const;
const MIN_LENGTH = PREFIX_LENGTHS[0];
const CJK = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]`;
const WORD = new RegExp(`${CJK}+|(?:(?!${CJK})\\p{L})+|\\p{N}+`, "gu");
const IS_CJK = new RegExp(`^${CJK}`, "u");
/** Letters that Unicode does not decompose into a base letter and a mark. */
const FOLDED: Readonly<Record<string, string>> = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" },
};

/**
 * The words of a text in one spelling: without case, accents and apostrophes. Words end between letters and digits, and
 * around runs of Chinese, Japanese or Korean characters, which have no spaces between words.
 */
export function splitWords(text: string): string[] {
  const folded = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}'’ʼ]/gu, "")
    .normalize("NFC")
    .replace(/[ßæœøłđðþıς]/gu, (letter) => FOLDED[letter] ?? letter);
  return [...new Set(folded.match(WORD) ?? [])];
}

/**
 * The beginnings of words under which a customer is indexed: of names and of the address before its @. A word shorter
 * than 3 letters is indexed as a whole. Of Chinese, Japanese and Korean words these are the first character and each
 * pair of neighbors, also across last and first name, which are written together.
 */
export function listSearchPrefixes(contact: SearchedContact): string[] {
  const { email } = contact;
  const words = [...nameWords(contact), ...splitWords(email?.split("@")[0] ?? "")];
  return [
    ...new Set(
      words.flatMap((word) => (IS_CJK.test(word) ? [first(word), ...pairs(word)] : starts(word))),
    ),
  ];
}

/** A typed query. */
export interface SearchQuery {
  /** The words that a customer must have; each may be the beginning of one. */
  readonly words: readonly string[];
  /** Indexed beginnings that these customers have; the words say more. */
  readonly prefixes: readonly string[];
  /** Whether only whole names of one or two letters are found, such as Li. */
  readonly isShort: boolean;
}

/** Reads a query for names and addresses. The domain of an address is not indexed, only compared. */
export function readSearchQuery(query: string): SearchQuery {
  const indexed = splitWords(query.split("@")[0] ?? "");
  const prefixes = indexed.flatMap(listPrefixesOfQuery);
  const isShort = prefixes.length === 0;
  return {
    words: splitWords(query),
    prefixes: [...new Set(isShort ? indexed : prefixes)],
    isShort,
  };
}

function listPrefixesOfQuery(word: string): string[] {
  const characters = splitCharacters(word);
  if (IS_CJK.test(word)) return characters.length === 1 ? characters : pairs(word);
  const length = PREFIX_LENGTHS.findLast((it) => it <= characters.length);
  return length === undefined ? [] : [characters.slice(0, length).join("")];
}

/** Whether a customer has each word of a query, or a word that begins with it. */
export function matchesSearch(contact: SearchedContact, { words }: SearchQuery): boolean {
  const own = [...nameWords(contact), ...splitWords(contact.email ?? "")];
  return words.every((word) =>
    own.some((it) => (IS_CJK.test(word) ? it.includes(word) : it.startsWith(word))),
  );
}

function nameWords({ firstName, lastName }: SearchedContact): string[] {
  const names = [firstName ?? "", lastName ?? ""];
  const together = splitWords(`${lastName ?? ""}${firstName ?? ""}`.replace(/\s/gu, ""));
  return [...names.flatMap(splitWords), ...together.filter((word) => IS_CJK.test(word))];
}

function starts(word: string): string[] {
  const characters = splitCharacters(word);
  if (characters.length < MIN_LENGTH) return [word];
  return PREFIX_LENGTHS.filter((length) => length <= characters.length).map((length) =>
    characters.slice(0, length).join(""),
  );
}

/** Whole code points: a character of a rare name may be two units of a string. */
const splitCharacters = (word: string): string[] => Array.from(word);

const first = (word: string): string => splitCharacters(word)[0] ?? "";

const pairs = (word: string): string[] => {
  const characters = splitCharacters(word);
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
};
