import { parseMerge } from "~/messages/merge/merge-grammar";
import { linkPaths } from "~/messages/merge/merge-paths";

/** A filter that handles a missing name. */
const FILLING = ["default", "prepend", "append"];

/**
 * Whether a text uses the recipient's name without a fallback for people without one.
 *
 * @param said an email, or any data with texts in it, however deep
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
        part.path.startsWith("recipient.") &&
        !part.filters.some(({ name }) => FILLING.includes(name)),
    )
  );
}
