import { Prisma } from "~/generated/prisma/client";
import type { Db } from "./db.server";

/** One of several reads in a statement. Its columns are texts, booleans, JSON, instants, and numbers that are exact in JavaScript. */
export interface Read<Row> {
  readonly sql: Prisma.Sql;
  /** The columns of type timestamptz. */
  readonly instants?: readonly (keyof Row & string)[];
}

/** Several reads by name, with their rows. */
export type Reads<Rows> = {
  readonly [Name in keyof Rows]: Read<Rows[Name]>;
};

/**
 * Runs several reads as one statement, which costs one round trip and sees one state of the database. The rows arrive
 * as JSON, so it suits few rows.
 */
export async function readTogether<Rows extends object>(
  db: Db,
  reads: Reads<Rows>,
): Promise<{ readonly [Name in keyof Rows]: Rows[Name][] }> {
  const entries = Object.entries(
    reads as Readonly<Record<string, Read<Readonly<Record<string, unknown>>>>>,
  );
  const columns = entries.map(
    ([name, { sql }]) =>
      Prisma.sql`(select coalesce(json_agg(one), '[]') from (${sql}) as one) as ${Prisma.raw(`"${name}"`)}`,
  );
  const [row = {}] = await db.$queryRaw<
    Record<string, JsonRow[]>[]
  >`select ${Prisma.join(columns)}`;
  const named = entries.map(([name, { instants = [] }]) => [
    name,
    (row[name] ?? []).map((it) => withInstants(it, instants)),
  ]);
  return Object.fromEntries(named) as { [Name in keyof Rows]: Rows[Name][] };
}

type JsonRow = Readonly<Record<string, unknown>>;

function withInstants(row: JsonRow, instants: readonly string[]): JsonRow {
  const revived = instants.map((name): [string, unknown] => {
    const value = row[name];
    return [name, typeof value === "string" ? new Date(value) : value];
  });
  return { ...row, ...Object.fromEntries(revived) };
}
