import type { EmailReason } from "../blocks/kinds/footer";
import { parseMerge } from "../merge/merge-grammar";
import { pathsGiven, textPaths } from "../merge/merge-paths";
import type { EmailProblemCode } from "./check-email";
import { Subject } from "./email-document";
import { readSchemaProblem, type DocumentRefusal } from "./schema-problem";

/** A code of the `email-problems` texts, and its values. */
export interface SubjectProblem {
  readonly code: EmailProblemCode | DocumentRefusal["code"];
  readonly values?: Readonly<Record<string, string | number>> | undefined;
}

/**
 * Validates an alternative subject: present, one line, short enough, and only with merge values available for
 * this reason.
 *
 * @returns the problem; null if valid
 */
export function checkSubject(text: string, because: EmailReason): SubjectProblem | null {
  if (text.trim() === "") return { code: "subject_missing" };
  const line = Subject.safeParse(text.trim());
  if (!line.success) return readSchemaProblem(line.error);
  const parsed = parseMerge(text, pathsGiven(textPaths(false), because));
  return parsed.kind === "refused" ? parsed.problem : null;
}
