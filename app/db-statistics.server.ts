import { Prisma, type PrismaClient } from "~/generated/prisma/client";

/** Below this many pages (8 kB) any plan is quick. */
const SMALL_PAGES = 16;
const OUTGROWN_TIMES = 4;

/**
 * Tells the planner how large the tables are that have grown past what it
 * knows. PGlite has no autovacuum to do so, and what was planned over an empty
 * table, the checks of foreign keys among it, is kept until this says otherwise:
 * without it a first back-fill reads whole tables for every row. On a PostgreSQL
 * that looks after itself it finds nothing to do.
 */
export async function analyzeOutgrownTables(db: PrismaClient): Promise<void> {
  const outgrown = await db.$queryRaw<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'
      and pg_relation_size(oid) / 8192 > ${SMALL_PAGES}
      and pg_relation_size(oid) / 8192 > ${OUTGROWN_TIMES} * relpages`;
  for (const { name } of outgrown) await db.$executeRaw`analyze ${Prisma.raw(`"${name}"`)}`;
}
