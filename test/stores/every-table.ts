import { CLOSED_COLUMNS } from "~/closed-columns.server";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { SEALED_COLUMNS } from "~/privacy/sealed-columns";
import { NOW, hoursAgo } from "../support/builders";
import { BY_COLUMN, BY_TABLE, EMAIL, SECOND, type Row } from "./table-values";

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
}

/** Options of a transaction that writes to every table: on a busy machine it takes longer than the app's ten seconds. */
export const WRITES_EVERY_TABLE = { timeout: 60_000 };

/** A row in every table with a tenant, in this shop. A new table needs a value only if a generic one is useless. */
export async function fillEveryTable(db: Db, shopId: ShopId, keyring: Keyring): Promise<void> {
  const tables = Map.groupBy(await listColumns(db), ({ table }) => table);
  await db.$executeRaw`set local session_replication_role = replica`;
  for (const [table, columns] of tables) {
    const usual = { email_index: bytes(keyring.blindIndex(shopId, EMAIL)), ...BY_COLUMN };
    const given = { ...usual, ...BY_TABLE[table] };
    const rows = [given, ...(SECOND[table] ? [{ ...given, ...SECOND[table] }] : [])];
    for (const row of rows) await insertRow(db, shopId, columns, row);
  }
  await sealAgain(db, shopId, keyring);
}

async function insertRow(
  db: Db,
  shopId: ShopId,
  columns: readonly Column[],
  given: Row,
): Promise<void> {
  const written = columns.filter(
    ({ column, isNullable, hasDefault }) => column in given || (!isNullable && !hasDefault),
  );
  const table = columns[0]!.table;
  const values = written.map(({ column, type }) => [
    column,
    column in given ? given[column] : (closedValue(table, column) ?? plainValue(column, type)),
  ]);
  const row = { ...Object.fromEntries(values), shop_id: shopId } as Row;
  const names = written.map(({ column }) => `"${column}"`).join();
  await db.$executeRawUnsafe(
    `insert into "${table}" (${names})
     select ${names} from jsonb_populate_record(null::"${table}", $1::jsonb)`,
    JSON.stringify(row).replaceAll("{shop}", shopId),
  );
}

/** Copies the rows of one shop to another: the same ids with other names and amounts. */
export async function copyEveryTable(db: Db, from: ShopId, to: ShopId): Promise<void> {
  const tables = Map.groupBy(await listColumns(db), ({ table }) => table);
  await db.$executeRaw`set local session_replication_role = replica`;
  for (const [table, columns] of tables) {
    const changes = columns.flatMap(({ column, type }) => {
      if (column === "session_id" || column === "account_id") return [`'${column}', '${to}'`];
      if (column === "key_hash") return [`'${column}', 'of-${to}'`];
      if (column === "name" || column === "title") return [`'${column}', 'of another shop'`];
      // A domain has one owner among all shops.
      if (table === "domain_owner" && column === "domain") return [`'${column}', 'other.example'`];
      if (column.endsWith("_minor") && type !== "jsonb") return [`'${column}', 999`];
      return [];
    });
    const other = `jsonb_build_object(${[`'shop_id', '${to}'`, ...changes].join()})`;
    await db.$executeRawUnsafe(
      `insert into "${table}" select one.* from "${table}" t
       cross join lateral jsonb_populate_record(null::"${table}", to_jsonb(t) || ${other}) one
       where t.shop_id = $1`,
      from,
    );
  }
}

/** The tables with a tenant. */
export async function listTables(db: Db): Promise<string[]> {
  return [...new Set((await listColumns(db)).map(({ table }) => table))];
}

/** A shop's rows, as one text per table. */
export async function rowsOf(
  db: Db,
  shopId: ShopId,
  tables: readonly string[],
): Promise<Record<string, string>> {
  const queries = tables.map(
    (table) =>
      `select '${table}' as name, coalesce(string_agg(to_jsonb(t)::text, ' ' order by to_jsonb(t)::text), '') as rows
       from "${table}" t where shop_id = $1`,
  );
  const found = await db.$queryRawUnsafe<{ name: string; rows: string }[]>(
    queries.join(" union all "),
    shopId,
  );
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]));
}

async function listColumns(db: Db): Promise<Column[]> {
  return db.$queryRaw<Column[]>`
    select c.table_name as table, c.column_name as column, c.data_type as type,
      c.is_nullable = 'YES' as "isNullable", c.column_default is not null as "hasDefault"
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and exists (
      select 1 from information_schema.columns tenant
      where tenant.table_schema = 'public' and tenant.table_name = c.table_name
        and tenant.column_name = 'shop_id')
    order by 1, c.ordinal_position`;
}

/** Sealed values can be opened only in their own context, which reveals those of another shop. */
async function sealAgain(db: Db, shopId: ShopId, keyring: Keyring): Promise<void> {
  for (const { table, column, row } of SEALED_COLUMNS) {
    const found = await db.$queryRawUnsafe<{ row: string }[]>(
      `select ${row} as row from "${table}" where shop_id = $1`,
      shopId,
    );
    const text = JSON.stringify({ email: EMAIL });
    for (const it of found) {
      const sealed = keyring.seal(text, { table, column, shopId, row: it.row });
      await db.$executeRawUnsafe(
        `update "${table}" set "${column}" = $1 where shop_id = $2 and ${row} = $3`,
        sealed,
        shopId,
        it.row,
      );
    }
  }
}

const bytes = (value: Uint8Array) => `\\x${Buffer.from(value).toString("hex")}`;

const closedValue = (table: string, column: string) => CLOSED_COLUMNS[table]?.[column]?.[0];

function plainValue(column: string, type: string): unknown {
  switch (type) {
    case "text":
      return column;
    case "ARRAY":
      return [];
    case "integer":
    case "bigint":
      return 1;
    case "double precision":
      return 0.5;
    case "boolean":
      return false;
    case "jsonb":
      return {};
    case "bytea":
      return "\\x00";
    case "date":
    case "timestamp with time zone":
      return column.startsWith("expires") ? NOW : hoursAgo(1);
    default:
      throw new Error(`${column}: no plain value for ${type}`);
  }
}
