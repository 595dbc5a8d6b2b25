import { mergePath } from "./merge-paths";

/** A text as lists show it: `Hi{{ recipient.firstName | prepend: " " }}` becomes "Hi [First name]". */
export function readableMerge(text: string): string {
  return text.replace(/\{\{\s*([\w.]*)([^{}]*)\}\}/g, (_, path: string, filters: string) => {
    const before = /\|\s*prepend:\s*"([^"]*)"/.exec(filters)?.[1] ?? "";
    return `${before}[${mergePath(path)?.label ?? path}]`;
  });
}
