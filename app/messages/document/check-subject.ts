import type { EmailReason } from "../blocks/kinds/footer";
import { parseMerge } from "../merge/merge-grammar";
import { pathsGiven, textPaths } from "../merge/merge-paths";
import { Subject } from "./email-document";

/**
 * Validates an alternative subject: present, one line, short enough, and only with merge values available for
 * this reason.
 *
 * @returns the problem for the merchant; null if valid
 */
export function checkSubject(text: string, because: EmailReason): string | null {
  if (text.trim() === "") return "Must not be empty";
  const line = Subject.safeParse(text.trim());
  if (!line.success) return line.error.issues[0]?.message ?? "Cannot be used";
  const parsed = parseMerge(text, pathsGiven(textPaths(false), because));
  return parsed.kind === "refused" ? parsed.problem : null;
}
