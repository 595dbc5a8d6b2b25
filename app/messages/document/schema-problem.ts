import type { z } from "zod";
import type { SchemaProblem } from "../schema-message";

/** Why a document is refused: a code of the `email-problems` texts, and its values. */
export interface DocumentRefusal {
  readonly code: SchemaProblem | "place_missing";
  readonly values?: Readonly<Record<string, number>>;
}

const CODES: Readonly<Record<SchemaProblem, true>> = {
  character: true,
  not_https: true,
  color: true,
  too_long: true,
  too_many_blocks: true,
  email_too_long: true,
  invalid: true,
};
const isCode = (message: string): message is SchemaProblem => Object.hasOwn(CODES, message);

/** The first problem of a value that a schema of this folder or of a block refused. */
export function readSchemaProblem(error: z.ZodError): DocumentRefusal {
  const [issue] = error.issues;
  if (!issue || !isCode(issue.message)) return { code: "invalid" };
  const params: unknown = issue.code === "custom" ? issue.params?.max : null;
  const max = issue.code === "too_big" ? issue.maximum : params;
  return typeof max === "number"
    ? { code: issue.message, values: { max } }
    : { code: issue.message };
}
