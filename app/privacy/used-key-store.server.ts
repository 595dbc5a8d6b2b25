import { Prisma, type PrismaClient } from "~/generated/prisma/client";
import type { Db } from "~/db.server";
import { SEALED_COLUMNS } from "./sealed-columns";

export interface UsedKey {
  readonly purpose: "seal" | "link" | "index";
  readonly keyId: string;
  readonly fingerprint: string;
}

/** Every key that ever sealed or signed: a few rows, however large the other tables are. */
export async function listUsedKeys(db: Db): Promise<(UsedKey & { readonly firstUsedAt: Date })[]> {
  const rows = await db.usedKey.findMany({ orderBy: { firstUsedAt: "asc" } });
  return rows as (UsedKey & { readonly firstUsedAt: Date })[];
}

/** @returns the number of newly registered keys */
export async function addUsedKeys(db: Db, keys: readonly UsedKey[], now: Date): Promise<number> {
  const data = keys.map((key) => ({ ...key, firstUsedAt: now }));
  const { count } = await db.usedKey.createMany({ data, skipDuplicates: true });
  return count;
}

export async function deleteUsedKey(
  db: Db,
  { purpose, keyId }: Pick<UsedKey, "purpose" | "keyId">,
): Promise<void> {
  await db.usedKey.deleteMany({ where: { purpose, keyId } });
}

export interface SealedCount {
  readonly table: string;
  readonly column: string;
  readonly keyId: string;
  readonly rows: number;
}

/** Counts the values of each sealed column that each key opens. Reads all of them. */
export async function countSealedByKey(db: PrismaClient): Promise<SealedCount[]> {
  const counts: SealedCount[] = [];
  for (const { table, column } of SEALED_COLUMNS) {
    const [tableSql, columnSql] = [`"${table}"`, `"${column}"`].map((it) => Prisma.raw(it));
    // An envelope names its key after the form: length of the id, then the id.
    const found = await db.$queryRaw<{ keyId: string; rows: bigint }[]>`
      select encode(substring(${columnSql} from 3 for get_byte(${columnSql}, 1)), 'escape') as "keyId",
        count(*) as rows
      from ${tableSql} where ${columnSql} is not null group by 1 order by 1`;
    counts.push(...found.map(({ keyId, rows }) => ({ table, column, keyId, rows: Number(rows) })));
  }
  return counts;
}
