import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { StockResource } from "~/shopify/operations/shop-stock";
import type { LocalVersion } from "./reconciliation";

/** Table, id column and creation column of each resource. */
const TABLES = {
  products: { table: "product", id: "product_id", began: "created_at" },
  customers: { table: "profile", id: "customer_id", began: "created_at" },
  orders: { table: "order", id: "order_id", began: "placed_at" },
} as const satisfies Record<StockResource, object>;

function columns(resource: StockResource) {
  const { table, id, began } = TABLES[resource];
  return { table: name(table), id: name(id), began: name(began) };
}

/** Stored versions of these objects; unknown objects are absent. */
export async function findLocalVersions(
  db: Db,
  shopId: ShopId,
  resource: StockResource,
  ids: readonly string[],
): Promise<Map<string, LocalVersion>> {
  const { table, id } = columns(resource);
  const rows = await db.$queryRaw<{ id: string; updatedAt: Date | null; isGone: boolean }[]>`
    select ${id} as id, source_updated_at as "updatedAt", deleted_at is not null as "isGone"
    from ${table} where shop_id = ${shopId} and ${id} = any(${[...ids]}::text[])`;
  const merged =
    resource === "customers"
      ? await db.customerMerge.findMany({
          where: { shopId, customerId: { in: [...ids] } },
          select: { customerId: true },
        })
      : [];
  return new Map([
    ...rows.map(({ id, ...version }) => [id, version] as const),
    ...merged.map((it) => [it.customerId, { updatedAt: null, isGone: true }] as const),
  ]);
}

/**
 * Counts objects that are not deleted.
 *
 * @param since counts only objects created at or after this time
 */
export async function countLocal(
  db: Db,
  shopId: ShopId,
  resource: StockResource,
  since: Date | null,
): Promise<number> {
  const { table, id } = columns(resource);
  const [row] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from ${table}
    where shop_id = ${shopId} and ${id} is not null and deleted_at is null
      and ${createdSinceSql(resource, since)}`;
  return row?.count ?? 0;
}

/** Lists ids after one and, if given, up to another, in numeric order. */
export async function listLocalIds(
  db: Db,
  shopId: ShopId,
  resource: StockResource,
  { after, upTo, since }: { after: string; upTo: string | null; since: Date | null },
): Promise<string[]> {
  const { table, id } = columns(resource);
  const rows = await db.$queryRaw<{ id: string }[]>`
    select ${id} as id from ${table}
    where shop_id = ${shopId} and ${id} is not null and deleted_at is null
      and (length(${id}), ${id} collate "C") > (length(${after}::text), ${after}::text collate "C")
      and (${upTo === null}::boolean
        or (length(${id}), ${id} collate "C") <= (length(${upTo}::text), ${upTo}::text collate "C"))
      and ${createdSinceSql(resource, since)}
    order by length(${id}), ${id} collate "C"`;
  return rows.map((it) => it.id);
}

function createdSinceSql(resource: StockResource, since: Date | null): Prisma.Sql {
  return since ? Prisma.sql`${columns(resource).began} >= ${since}::timestamptz` : Prisma.sql`true`;
}

const name = (identifier: string) => Prisma.raw(`"${identifier}"`);
