import type { z } from "zod";

/** One Admin GraphQL operation: what it asks, what it is given, what it answers. */
export interface AdminOperation<Variables, Result> {
  readonly name: string;
  readonly document: string;
  readonly variables: z.ZodType<Variables>;
  /** The part of `data` that the app reads; the answer must have this shape. */
  readonly result: z.ZodType<Result>;
}

/** States an operation's types once, by its two schemas. */
export const defineOperation = <Variables, Result>(
  operation: AdminOperation<Variables, Result>,
): AdminOperation<Variables, Result> => operation;
