import type { MailReason } from "../blocks/kinds/footer";
import { parseMerge } from "../merge/merge-grammar";
import { pathsGiven, textPaths } from "../merge/merge-paths";
import { Subject } from "./mail-document";

/**
 * Whether a subject can stand in the place of a mail's own: present, one line, not too long, and naming only
 * values that there are in a mail that comes for this reason.
 *
 * @returns what is wrong with it, in the merchant's words; null when nothing is
 */
export function checkSubject(text: string, because: MailReason): string | null {
  if (text.trim() === "") return "Must not be empty";
  const line = Subject.safeParse(text.trim());
  if (!line.success) return line.error.issues[0]?.message ?? "Cannot be used";
  const parsed = parseMerge(text, pathsGiven(textPaths(false), because));
  return parsed.kind === "refused" ? parsed.problem : null;
}
