import { Prisma } from "~/generated/prisma/client";
import type { Comparison } from "./condition";

/** SQL that compares a known value with a wanted one; null if the value is unknown. */
export function comparisonSql(
  known: Prisma.Sql,
  comparison: Comparison,
  wanted: Prisma.Sql,
): Prisma.Sql {
  if (comparison === "at_least") return Prisma.sql`${known} >= ${wanted}`;
  if (comparison === "at_most") return Prisma.sql`${known} <= ${wanted}`;
  return Prisma.sql`${known} = ${wanted}`;
}
