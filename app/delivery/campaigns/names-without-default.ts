import { parseMerge } from "~/messages/merge/merge-grammar";
import { COPY_PATHS } from "~/messages/editing/step-copy";

/** Whether one of these texts names the recipient and says nothing for those who have no name. */
export function nameWithoutDefault(texts: readonly string[]): boolean {
  return texts.some((text) => {
    const parsed = parseMerge(text, COPY_PATHS.news);
    return (
      parsed.kind === "parsed" &&
      parsed.parts.some(
        (part) =>
          typeof part !== "string" &&
          part.path === "recipient.firstName" &&
          !part.filters.some(({ name }) => name === "default"),
      )
    );
  });
}
