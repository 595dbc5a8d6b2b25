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

/** `readValue`, and the words that replace a missing value: "Price / –". */
export function readWholeValue(source: string, nameOf: (path: string) => string): string {
  return [readValue(source, nameOf), wordsOf("default", source)]
    .filter((words) => words !== "")
    .join(" / ");
}

const wordsOf = (filter: "prepend" | "append" | "default", source: string): string =>
  new RegExp(String.raw`\|\s*${filter}:\s*"([^"]*)"`).exec(source)?.[1] ?? "";

/** The text with the store's name instead of `{{ brand.shopName }}`. */
export const fillShopName = (text: string, shopName: string): string =>
  text.replace(/\{\{\s*brand\.shopName\s*\}\}/g, () => shopName);
