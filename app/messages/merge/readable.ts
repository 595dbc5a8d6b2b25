/** A merge value as it is stored: its path, and its filters. */
const MERGE_VALUE = /\{\{\s*([\w.]*)([^{}]*)\}\}/;
const EVERY_MERGE_VALUE = new RegExp(MERGE_VALUE, "g");

/**
 * A text as lists show it: `Hi{{ recipient.firstName | prepend: " " }}` becomes "Hi [First name]".
 *
 * @param nameOf the name of a merge value
 */
export function readableMerge(text: string, nameOf: (path: string) => string): string {
  return text.replace(EVERY_MERGE_VALUE, (source) =>
    readValue(source, (path) => `[${nameOf(path)}]`),
  );
}

/** The name of a merge value as it is stored, with the words that appear only together with it. */
export function readValue(source: string, nameOf: (path: string) => string): string {
  const [, path = ""] = MERGE_VALUE.exec(source) ?? [];
  return `${wordsOf("prepend", source)}${nameOf(path)}${wordsOf("append", source)}`;
}

/**
 * A text as a reader sees it of whom nothing is known: `Hi{{ recipient.firstName | default: " there" }}` becomes
 * "Hi there". A value without filters is always known and stays `[First name]`.
 */
export function readWithoutValues(text: string, nameOf: (path: string) => string): string {
  return text.replace(EVERY_MERGE_VALUE, (source, path: string) =>
    /\|\s*(?:default|prepend|append):/.test(source) ? missingWords(source) : `[${nameOf(path)}]`,
  );
}

/** The words that replace a merge value where it is missing. */
export const missingWords = (source: string): string => wordsOf("default", source);

const wordsOf = (filter: "prepend" | "append" | "default", source: string): string =>
  new RegExp(String.raw`\|\s*${filter}:\s*"([^"]*)"`).exec(source)?.[1] ?? "";

/** The text with the store's name instead of `{{ brand.shopName }}`. */
export const fillShopName = (text: string, shopName: string): string =>
  text.replace(/\{\{\s*brand\.shopName\s*\}\}/g, () => shopName);
