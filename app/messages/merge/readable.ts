/**
 * A text as lists show it: `Hi{{ recipient.firstName | prepend: " " }}` becomes "Hi [First name]".
 *
 * @param nameOf the name of a merge value
 */
export function readableMerge(text: string, nameOf: (path: string) => string): string {
  return text.replace(/\{\{\s*([\w.]*)([^{}]*)\}\}/g, (_, path: string, filters: string) => {
    const before = /\|\s*prepend:\s*"([^"]*)"/.exec(filters)?.[1] ?? "";
    return `${before}[${nameOf(path)}]`;
  });
}

/** The text with the store's name instead of `{{ brand.shopName }}`. */
export const fillShopName = (text: string, shopName: string): string =>
  text.replace(/\{\{\s*brand\.shopName\s*\}\}/g, () => shopName);

/** The path of a merge value as it is stored: of `{{ recipient.firstName | default: "there" }}`, "recipient.firstName". */
export const mergePathOf = (source: string): string => /[\w.]+/.exec(source)?.[0] ?? "";
