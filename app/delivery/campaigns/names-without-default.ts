import { parseMerge } from "~/messages/merge/merge-grammar";
import { linkPaths } from "~/messages/merge/merge-paths";

/** With one of these a text needs no name: it says what stands there instead, or leaves no gap. */
const FILLING = ["default", "prepend", "append"];

/**
 * Whether a text names the recipient and leaves a gap for those who have no name.
 *
 * @param said a mail, or any data with texts in it, however deep
 */
export function nameWithoutDefault(said: unknown): boolean {
  if (typeof said === "string") return hasGap(said);
  return typeof said === "object" && said !== null && Object.values(said).some(nameWithoutDefault);
}

function hasGap(text: string): boolean {
  if (!text.includes("{{")) return false;
  const parsed = parseMerge(text, linkPaths(true));
  return (
    parsed.kind === "parsed" &&
    parsed.parts.some(
      (part) =>
        typeof part !== "string" &&
        part.path === "recipient.firstName" &&
        !part.filters.some(({ name }) => FILLING.includes(name)),
    )
  );
}
