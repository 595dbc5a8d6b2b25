import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { backOffMs, type BackOff } from "~/lib/back-off";
import type { ShopId } from "~/lib/shop-id";
import { nextTimeIn } from "./next-due-times.server";

/*
 * Rows that are work for a job. Such a table has the columns `state`, `attempts`, `next_run_at`, `lease_until` and
 * `last_error`. A row is due in one of its due states once `next_run_at` has come, unless a lease protects it.
 * Claiming raises `attempts` and sets the lease. The two are the fencing token: an outdated claim writes nothing.
 * Conditions and columns are SQL in which `it` is the row.
 */

/** A column of a key, with its type in SQL. */
type KeyType = "text" | "bytea";

export interface DueTable<Key extends string = string> {
  readonly name: string;
  /** The columns of the key after the shop, by their names in claimed rows. */
  readonly key: Readonly<Record<Key, KeyType>>;
  /** The states in which a row is due; none for a table without states, where a time suffices. */
  readonly states: readonly string[];
  /** How long a claim lasts if its worker says nothing more. */
  readonly leaseMs: number;
  readonly retry?: Retry;
}

interface Retry extends BackOff {
  /** After this many attempts a row is dead-lettered: its state is then `dead`. */
  readonly maxAttempts?: number;
}

/** A row and its number of attempts so far, this one included. */
type Attempt<Key extends string> = Readonly<Record<Key, string | Uint8Array>> & {
  readonly attempts: number;
};

/** What identifies a claimed row, and proves that it is still the worker's. */
export type Claim<Key extends string> = Attempt<Key> & { readonly leaseUntil: Date };

export interface ClaimQuery {
  readonly limit: number;
  /** Rows whose worker never settled them: claimed like others, only those, or none of them. */
  readonly lost?: "too" | "only" | "none";
  /** Joins for `and`. */
  readonly join?: Prisma.Sql;
  readonly and?: Prisma.Sql;
  /** Of `it` only; longest due first if missing. */
  readonly orderBy?: Prisma.Sql;
  /** Further assignments. */
  readonly set?: Prisma.Sql;
  /** The columns to return besides the key and the claim. */
  readonly select: Prisma.Sql;
  /** Joins for `select`. */
  readonly selectJoin?: Prisma.Sql;
}

const { raw, sql, empty, join } = Prisma;

/** Claims due rows for the table's lease, in one statement. Two claimers never get the same row. */
export function claimDueRows<Row>(
  db: Db,
  table: DueTable,
  shopId: ShopId,
  query: ClaimQuery,
  now: Date,
): Promise<Row[]> {
  const { limit, lost = "too", orderBy, set, select } = query;
  const until = new Date(now.getTime() + table.leaseMs);
  const { maxAttempts } = table.retry ?? {};
  const conditions = [
    sql`it.shop_id = ${shopId}`,
    isDue(table, now, lost),
    ...(maxAttempts === undefined ? [] : [sql`it.attempts < ${maxAttempts}`]),
    ...(query.and ? [query.and] : []),
  ];
  const order = orderBy ?? join([sql`it.next_run_at`, ...columnsOf(table, "it")]);
  return db.$queryRaw<Row[]>`
    with due as (
      select ${join(columnsOf(table, "it"))} from ${raw(table.name)} it ${query.join ?? empty}
      where ${join(conditions, " and ")}
      order by ${order} limit ${limit}
      for update of it skip locked),
    claimed as (
      update ${raw(table.name)} it set attempts = it.attempts + 1, lease_until = ${until}::timestamptz
        ${set ? sql`, ${set}` : empty}
      from due where it.shop_id = ${shopId} and ${hasKeyOf(table, "due")}
      returning it.*)
    select ${join(keyColumns(table))}, it.attempts, it.lease_until as "leaseUntil", ${select}
    from claimed it ${query.selectJoin ?? empty}
    order by ${order}`;
}

/**
 * Claims due rows; those whose worker never settled them come last and one at a time, so that a row that crashes its
 * worker blocks no others.
 */
export async function claimIsolatingLost<Row>(
  db: Db,
  table: DueTable,
  shopId: ShopId,
  query: Omit<ClaimQuery, "lost">,
  now: Date,
): Promise<Row[]> {
  const fresh = await claimDueRows<Row>(db, table, shopId, { ...query, lost: "none" }, now);
  if (fresh.length > 0) return fresh;
  return claimDueRows<Row>(db, table, shopId, { ...query, lost: "only", limit: 1 }, now);
}

/** SQL for whether a shop has rows that a worker never settled, as they were before the statement. */
export const areLostWaitingSql = (
  table: DueTable,
  shopId: ShopId,
  now: Date,
): Prisma.Sql => sql`exists (
  select 1 from ${raw(table.name)} it where it.shop_id = ${shopId} and ${isDue(table, now, "only")})`;

/** Whether a shop has due rows. */
export async function isAnyRowDue(
  db: Db,
  table: DueTable,
  shopId: ShopId,
  now: Date,
): Promise<boolean> {
  const rows = await readRows<{ isDue: boolean }>(
    db,
    sql`select true as "isDue" where exists (
      select 1 from ${raw(table.name)} it where it.shop_id = ${shopId} and ${isDue(table, now, "too")})`,
  );
  return rows.length > 0;
}

/** How an attempt ended. */
export interface DueEnd {
  /** The new state; it stays if missing. */
  readonly state?: string;
  /** When the row is due again; null: never. */
  readonly nextRunAt: Date | null;
  readonly lastError: string | null;
}

interface Settling {
  /** Further columns of `ending`, as in `closed_at timestamptz`, with their values by row. */
  readonly columns?: Prisma.Sql;
  /** Further assignments, from `ending` and `it`. */
  readonly set?: Prisma.Sql;
}

/**
 * Stores how attempts ended, and ends their leases, in one statement.
 *
 * @returns the rows that were still their worker's: about others nothing may be written
 */
export async function settleDueRows<Key extends string, Row extends Claim<NoInfer<Key>>>(
  db: Db,
  table: DueTable<Key>,
  shopId: ShopId,
  ends: readonly { readonly row: Row; readonly end: DueEnd; readonly with?: object }[],
  { columns, set }: Settling = {},
): Promise<Row[]> {
  if (ends.length === 0) return [];
  const rows = ends.map(({ row, end, with: more }, place) => ({
    ...more,
    ...keyOf(table, row),
    place,
    ...fenceOf(row),
    ending_state: end.state,
    ending_at: end.nextRunAt,
    ending_error: end.lastError,
  }));
  const settled = await db.$queryRaw<{ place: number }[]>`
    update ${raw(table.name)} it set lease_until = null, next_run_at = ending_at, last_error = ending_error
      ${table.states.length > 0 ? sql`, state = coalesce(ending_state, it.state)` : empty}
      ${set ? sql`, ${set}` : empty}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ending (${raw(keyTypes(table))}, place int,
      ${raw(FENCE_TYPES)}, ending_state text, ending_at timestamptz, ending_error text ${columns ? sql`, ${columns}` : empty})
    where it.shop_id = ${shopId} and ${hasKeyOf(table, "ending")} and ${isClaimed(table)}
    returning ending.place`;
  const places = new Set(settled.map(({ place }) => place));
  return ends.flatMap(({ row }, place) => (places.has(place) ? [row] : []));
}

/** The end of a failed attempt: retried after a back-off, or dead-lettered after the last attempt. */
export function endFailed<Key extends string>(
  table: DueTable<Key> & { readonly retry: Retry },
  row: Attempt<NoInfer<Key>>,
  lastError: string,
  now: Date,
): DueEnd {
  const { retry } = table;
  return row.attempts >= (retry.maxAttempts ?? Infinity)
    ? { state: "dead", nextRunAt: null, lastError }
    : { nextRunAt: retryAt(table, row, now), lastError };
}

/** When a failed row is retried. Rows that failed together are spread. */
export function retryAt<Key extends string>(
  table: DueTable<Key> & { readonly retry: Retry },
  row: Attempt<NoInfer<Key>>,
  now: Date,
): Date {
  const seed = Object.values(keyOf(table, row)).join("/");
  return new Date(now.getTime() + backOffMs(row.attempts, table.retry, seed));
}

/** Dead-letters rows whose last attempt was never settled. */
export function deadLetterLostRows(
  db: Db,
  table: DueTable & { readonly retry: Required<Retry> },
  shopId: ShopId,
  now: Date,
): Promise<number> {
  const { maxAttempts } = table.retry;
  return db.$executeRaw`
    update ${raw(table.name)} it set state = 'dead', lease_until = null, next_run_at = null,
      last_error = ${`its worker ended ${maxAttempts} times`}
    where it.shop_id = ${shopId} and ${isInState(table)} and it.attempts >= ${maxAttempts}
      and it.lease_until <= ${now}::timestamptz`;
}

/** Returns claimed rows as they are, for a worker that must stop. */
export async function releaseDueRows<Key extends string>(
  db: Db,
  table: DueTable<Key>,
  shopId: ShopId,
  rows: readonly Claim<NoInfer<Key>>[],
  and: Prisma.Sql = sql`true`,
): Promise<void> {
  const claims = rows.map((row) => ({ ...keyOf(table, row), ...fenceOf(row) }));
  await db.$executeRaw`
    update ${raw(table.name)} it set lease_until = null
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as ending (${raw(keyTypes(table))}, ${raw(FENCE_TYPES)})
    where it.shop_id = ${shopId} and ${hasKeyOf(table, "ending")} and ${isClaimed(table)} and ${and}`;
}

/** Postpones due rows that no worker has, because what stopped one would stop them all. */
export async function postponeDueRows(
  db: Db,
  table: DueTable,
  shopId: ShopId,
  {
    until,
    lastError,
    and,
  }: { readonly until: Date; readonly lastError: string; readonly and: Prisma.Sql },
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    update ${raw(table.name)} it set next_run_at = ${until}::timestamptz, last_error = ${lastError}
    where it.shop_id = ${shopId} and ${isDue(table, now, "too")} and ${and}`;
}

/** The shops with due rows, as "shopId". */
export function selectShopsWithDueRows(
  table: DueTable,
  now: Date,
  { join: joins = empty, and = sql`true` }: Partial<Pick<ClaimQuery, "join" | "and">> = {},
): Prisma.Sql {
  return sql`
    select distinct it.shop_id as "shopId" from ${raw(table.name)} it ${joins}
    where ${isDue(table, now, "too")} and ${and}`;
}

/** The next times at which time alone makes a row of a shop due: its own, or the end of a lost worker's lease. */
export const nextDueRowTimes = (table: DueTable, now: Date): readonly Prisma.Sql[] => [
  nextTimeIn(table.name, "next_run_at", now, { and: isInState(table) }),
  nextTimeIn(table.name, "lease_until", now, {
    and: sql`${isInState(table)} and it.next_run_at <= ${now}::timestamptz`,
  }),
];

/** For `join`: only shops that have the app. */
export const INSTALLED = sql`join shop on shop.shop_id = it.shop_id and shop.uninstalled_at is null`;

function isDue(table: DueTable, now: Date, lost: ClaimQuery["lost"]): Prisma.Sql {
  const lease = {
    too: sql`(it.lease_until is null or it.lease_until <= ${now}::timestamptz)`,
    only: sql`it.lease_until <= ${now}::timestamptz`,
    none: sql`it.lease_until is null`,
  }[lost ?? "too"];
  return sql`${isInState(table)} and it.next_run_at <= ${now}::timestamptz and ${lease}`;
}

const isInState = ({ states }: DueTable) =>
  states.length === 0
    ? sql`true`
    : raw(`it.state in (${states.map((it) => `'${it}'`).join(", ")})`);

/** Whether the row is still the worker's, whose claim is in `ending`. */
const isClaimed = (table: DueTable) =>
  sql`it.attempts = ending.claim and it.lease_until = ending.lease and ${isInState(table)}`;

const FENCE_TYPES = "claim int, lease timestamptz";
const fenceOf = ({ attempts, leaseUntil }: Pick<Claim<string>, "attempts" | "leaseUntil">) => ({
  claim: attempts,
  lease: leaseUntil,
});

const namesOf = (table: DueTable) => Object.keys(table.key);
const columnOf = (name: string) =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const columnsOf = (table: DueTable, of: string) =>
  namesOf(table).map((name) => raw(`${of}.${columnOf(name)}`));
const keyColumns = (table: DueTable) =>
  namesOf(table).map((name) => raw(`it.${columnOf(name)} as "${name}"`));
const keyTypes = (table: DueTable) =>
  Object.entries(table.key)
    .map(([name, type]) => `${columnOf(name)} ${type}`)
    .join(", ");
const hasKeyOf = (table: DueTable, other: string) =>
  raw(
    namesOf(table)
      .map((name) => `it.${columnOf(name)} = ${other}.${columnOf(name)}`)
      .join(" and "),
  );

const keyOf = <Key extends string>(table: DueTable<Key>, row: Attempt<NoInfer<Key>>) =>
  Object.fromEntries(
    (Object.keys(table.key) as Key[]).map((name) => {
      const value: string | Uint8Array = row[name];
      return [
        columnOf(name),
        typeof value === "string" ? value : `\\x${Buffer.from(value).toString("hex")}`,
      ];
    }),
  );
