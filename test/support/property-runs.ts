import { inject } from "vitest";

/**
 * How often a property of our own code is tried on this file's database: all the times on PGlite, a
 * third of them on PostgreSQL, where other orders of events would find what PGlite finds.
 */
export function propertyRuns(times: number): number {
  return inject("postgresUrl") === "" ? times : Math.ceil(times / 3);
}
