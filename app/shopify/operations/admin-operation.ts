import type { z } from "zod";

/** An Admin GraphQL operation: its query, variables and result. */
export interface AdminOperation<Variables, Result> {
  readonly name: string;
  readonly document: string;
  readonly variables: z.ZodType<Variables>;
  /** The used part of `data`; responses must have this shape. */
  readonly result: z.ZodType<Result>;
}

/** Declares an operation's types once, by its two schemas. */
export const defineOperation = <Variables, Result>(
  operation: AdminOperation<Variables, Result>,
): AdminOperation<Variables, Result> => operation;
