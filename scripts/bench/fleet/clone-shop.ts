import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A domain belongs to one shop, and ids of sessions and pixel accounts to one row. */
const NOT_CLONED = ["domain_owner", "shopify_session", "pixel_account"];

/**
 * Copies all rows of a shop to `count` further shops, `PREFIX-0.myshopify.com` and so on: one statement a table. Their sealed values cannot
 * be opened, because a seal is bound to its shop.
 */
export async function cloneShop(
  db: Db,
  from: ShopId,
  prefix: string,
  { first, count }: { readonly first: number; readonly count: number },
): Promise<void> {
  const columns = await db.$queryRaw<{ table: string; column: string }[]>`
    select c.table_name as "table", c.column_name as "column"
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'`;
  const byTable = Map.groupBy(columns, ({ table }) => table);
  // The foreign keys hold at the end.
  await db.$executeRawUnsafe("set session_replication_role = replica");
  for (const [table, found] of byTable) {
    const names = found.map(({ column }) => column);
    if (!names.includes("shop_id") || NOT_CLONED.includes(table)) continue;
    const listed = names.map((name) => `"${name}"`).join(", ");
    const values = names.map((name) => (name === "shop_id" ? "n.shop_id" : `it."${name}"`));
    await db.$executeRawUnsafe(
      `insert into "${table}" (${listed}) select ${values.join(", ")} from "${table}" it
      cross join (select $1 || '-' || g || '.myshopify.com' as shop_id
        from generate_series($2::int, $2::int + $3::int - 1) g) n
      where it.shop_id = $4`,
      ...[prefix, first, count, from],
    );
  }
  await db.$executeRawUnsafe("set session_replication_role = origin");
}
