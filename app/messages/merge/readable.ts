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
  const [, path = "", filters = ""] = MERGE_VALUE.exec(source) ?? [];
  const wordsOf = (filter: "prepend" | "append") =>
    new RegExp(String.raw`\|\s*${filter}:\s*"([^"]*)"`).exec(filters)?.[1] ?? "";
  return `${wordsOf("prepend")}${nameOf(path)}${wordsOf("append")}`;
}

/** The text with the store's name instead of `{{ brand.shopName }}`. */
export const fillShopName = (text: string, shopName: string): string =>
  text.replace(/\{\{\s*brand\.shopName\s*\}\}/g, () => shopName);
