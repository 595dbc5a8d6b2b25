import { mergePath } from "./merge-paths";

/** A text as a list shows it: `Hi {{ recipient.firstName }}` is "Hi [First name]". */
export function readableMerge(text: string): string {
  return text.replace(
    /\{\{\s*([\w.]*)[^{}]*\}\}/g,
    (_, path: string) => `[${mergePath(path)?.label ?? path}]`,
  );
}
