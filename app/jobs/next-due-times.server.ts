import { Prisma } from "~/generated/prisma/client";

/*
 * Times of the shop `seen.shop_id` at which time alone may make work due: see `Job.nextDueTimes`.
 */

interface TimeQuery {
  /** How long after the time in the column work becomes due, as an SQL interval. */
  readonly plus?: Prisma.Sql;
  /** A condition on the row `it`. */
  readonly and?: Prisma.Sql;
}

const { raw, sql } = Prisma;

/** The first time after now in a column of a table. */
export const nextTimeIn = (
  table: string,
  column: string,
  now: Date,
  { plus = sql`interval '0'`, and = sql`true` }: TimeQuery = {},
): Prisma.Sql => sql`(
  select min(it.${raw(column)}) + ${plus} from ${raw(table)} it
  where it.shop_id = seen.shop_id and it.${raw(column)} > ${now}::timestamptz - ${plus} and ${and})`;
