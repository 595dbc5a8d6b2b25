/** Why a value cannot be in an email: the messages of the schemas of emails. */
export type SchemaProblem =
  | "character"
  | "not_https"
  | "color"
  | "too_long"
  | "too_many_blocks"
  | "email_too_long"
  | "invalid";

/** A schema's message, checked by the compiler. */
export const schemaMessage = (problem: SchemaProblem): SchemaProblem => problem;
