import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { listShopTables } from "~/privacy/erase-shop.server";

/** A table with rows of shops. */
export interface ShopTable {
  readonly name: string;
  /** Those that are stored, not computed by the database. */
  readonly columns: readonly string[];
  /** Columns that are numbered by a sequence of the cell. */
  readonly numbered: readonly string[];
}

/** What a table holds of a shop: the number of its rows and a hash of their content, in any order. */
export type ShopContent = Readonly<Record<string, string>>;

const SLICE_ROWS = 500;
/** A large shop's rows are hashed and deleted in one transaction. */
export const LONG_TRANSACTION = { maxWait: 60_000, timeout: 24 * 3_600_000 };

/** Says where the sweep looks: the rows that arrive in the other cell write it there. */
const DERIVED = "due";

/** The tables with rows of shops: one that refers to another comes before it. */
export async function listMovedTables(db: Db): Promise<ShopTable[]> {
  const order = (await listShopTables(db)).filter((name) => name !== DERIVED);
  const rows = await db.$queryRaw<ShopTable[]>`
    select class.relname::text as name,
      array(
        select attname::text from pg_attribute
        where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = ''
        order by attnum) as columns,
      array(
        select attname::text from pg_attribute
        where attrelid = class.oid and attnum > 0 and not attisdropped
          and pg_get_serial_sequence(format('%I', class.relname), attname) is not null) as numbered
    from pg_class class
    where relnamespace = 'public'::regnamespace and class.relname = any(${order}::text[])`;
  const byName = new Map(rows.map((row) => [row.name, row]));
  return order.flatMap((name) => byName.get(name) ?? []);
}

/** Whether a cell holds any row of a shop. */
export async function isAnyRowOf(
  db: Db,
  shopId: ShopId,
  tables: readonly ShopTable[],
): Promise<boolean> {
  const any = tables.map(({ name }) => `exists (select from "${name}" where shop_id = $1)`);
  const [found] = await db.$queryRawUnsafe<{ isAny: boolean }[]>(
    `select ${any.join(" or ")} as "isAny"`,
    shopId,
  );
  return found?.isAny ?? false;
}

/** Copies a shop's rows to another cell, which must hold none of them. Its numbers continue above those of the shop. */
export async function copyShop(
  source: PrismaClient,
  target: Db,
  shopId: ShopId,
  tables: readonly ShopTable[],
): Promise<void> {
  for (const table of tables.toReversed()) {
    await copyTable(source, target, shopId, table);
    for (const column of table.numbered) await raiseSequence(target, shopId, table.name, column);
  }
}

/** Copies through a cursor: the source reads the table once. Rows pass as JSON text, in which numbers keep their digits. */
async function copyTable(
  source: PrismaClient,
  target: Db,
  shopId: ShopId,
  { name, columns }: ShopTable,
): Promise<void> {
  const insertSql = `
    insert into "${name}" (${listed(columns)}) overriding system value
    select ${listed(columns)} from json_populate_recordset(null::"${name}", $1::json)`;
  await source.$transaction(async (tx) => {
    await tx.$executeRawUnsafe(
      `declare "moved ${name}" no scroll cursor for
       select row_to_json(it)::text as row from "${name}" it where shop_id = '${shopId}'`,
    );
    let copied: number;
    do {
      const slice = await tx.$queryRawUnsafe<{ row: string }[]>(
        `fetch ${SLICE_ROWS} from "moved ${name}"`,
      );
      copied = slice.length;
      if (copied > 0) {
        await target.$executeRawUnsafe(insertSql, `[${slice.map(({ row }) => row).join()}]`);
      }
    } while (copied === SLICE_ROWS);
  }, LONG_TRANSACTION);
}

/** Leaves room for what others draw between the two statements. */
const SEQUENCE_MARGIN = 100_000;

/**
 * New rows must come after the moved ones: a cursor would skip an event with a lower number. The sequence only rises,
 * so rows of other shops keep their order, too.
 */
async function raiseSequence(db: Db, shopId: ShopId, table: string, column: string): Promise<void> {
  const [found] = await db.$queryRawUnsafe<{ sequence: string; isBehind: boolean }[]>(
    `select pg_get_serial_sequence('"${table}"', '${column}') as sequence,
       coalesce(max("${column}"), 0) >= nextval(pg_get_serial_sequence('"${table}"', '${column}')) as "isBehind"
     from "${table}" where shop_id = $1`,
    shopId,
  );
  if (!found?.isBehind) return;
  await db.$queryRawUnsafe(
    `select setval($2::regclass, max("${column}") + ${SEQUENCE_MARGIN})::text from "${table}" where shop_id = $1`,
    shopId,
    found.sequence,
  );
}

/** What a cell holds of a shop, by table. */
export async function readContent(
  db: PrismaClient,
  shopId: ShopId,
  tables: readonly ShopTable[],
): Promise<ShopContent> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`set local time zone 'UTC'`;
    const content: Record<string, string> = {};
    for (const { name } of tables) {
      content[name] = await contentOf(tx, shopId, `select * from "${name}" where shop_id = $1`);
    }
    return content;
  }, LONG_TRANSACTION);
}

/**
 * Deletes a shop's rows in a transaction, if they are exactly these.
 *
 * @throws AppError `conflict` if they are not; the transaction must not be committed then
 */
export async function deleteExactly(
  tx: Db,
  shopId: ShopId,
  tables: readonly ShopTable[],
  expected: ShopContent,
): Promise<void> {
  await tx.$executeRaw`set local time zone 'UTC'`;
  for (const { name } of tables) {
    const deletion = `delete from "${name}" where shop_id = $1 returning *`;
    if ((await contentOf(tx, shopId, deletion)) !== expected[name]) {
      throw new AppError("conflict", `${name} differs from its copy`);
    }
  }
}

/** Deletes a shop's rows. */
export async function deleteShop(
  db: Db,
  shopId: ShopId,
  tables: readonly ShopTable[],
): Promise<void> {
  for (const { name } of tables) {
    await db.$executeRawUnsafe(`delete from "${name}" where shop_id = $1`, shopId);
  }
}

async function contentOf(db: Db, shopId: ShopId, rowsSql: string): Promise<string> {
  const [found] = await db.$queryRawUnsafe<{ content: string }[]>(
    `with these as (${rowsSql}), hashed as (select md5(to_jsonb(these.*)::text) as hash from these)
     select concat_ws(' ', count(*), ${half(1)}, ${half(17)}) as content from hashed`,
    shopId,
  );
  return found?.content ?? "";
}

/** The sum of one half of each row's hash does not depend on the order of rows. */
const half = (from: number) =>
  `coalesce(sum(('x' || substr(hash, ${from}, 16))::bit(64)::bigint::numeric), 0)`;

const listed = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
