import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { UNIT_COSTS } from "~/shopify/unit-costs";

/** A cost changes without a webhook, so all are read again after this time. */
const REREAD_HOURS = 24;

/** A variant whose cost was read; `costMinor` null: unknown. */
interface ReadCost {
  readonly variantId: string;
  readonly costMinor: number | null;
}

/**
 * The variants whose cost is to be read, longest due first: new ones, those of a product that changed, and those read
 * more than a day ago.
 */
export async function listDueUnitCosts(
  db: Db,
  shopId: ShopId,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ variantId: string }[]>`
    select variant_id as "variantId" from variant
    where shop_id = ${shopId} and (cost_read_at is null or ${isOld(now)})
    order by cost_read_at nulls first, variant_id
    limit ${limit}::int`;
  return rows.map(({ variantId }) => variantId);
}

/**
 * Records that variants were read. One that Shopify no longer has keeps its cost, since orders contain it.
 *
 * @param asked ids of all variants that were read
 */
export async function recordUnitCosts(
  db: Db,
  shopId: ShopId,
  { asked, costs }: { readonly asked: readonly string[]; readonly costs: readonly ReadCost[] },
  now: Date,
): Promise<void> {
  const known = new Map(costs.map((it) => [it.variantId, it.costMinor]));
  const rows = asked.map((variantId) => ({
    ...{ variantId, isRead: known.has(variantId), costMinor: known.get(variantId) ?? null },
  }));
  await db.$executeRaw`
    update variant set cost_read_at = ${now}::timestamptz,
      cost_minor = case when incoming."isRead" then incoming."costMinor" else variant.cost_minor end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming (
      "variantId" text, "isRead" boolean, "costMinor" bigint)
    where variant.shop_id = ${shopId} and variant.variant_id = incoming."variantId"`;
}

/** Deletes all costs of a shop, because it no longer shows them. */
export async function deleteUnitCosts(db: Db, shopId: ShopId): Promise<void> {
  await db.variant.updateMany({
    where: { shopId, costReadAt: { not: null } },
    data: { costMinor: null, costReadAt: null },
  });
}

/** Shops that show costs with variants to read, and shops that no longer show the costs that are stored. */
export function selectShopsWithDueUnitCosts(now: Date): Prisma.Sql {
  // Separate searches, because each can use the index.
  const hasVariant = (condition: Prisma.Sql) => Prisma.sql`exists (
    select 1 from variant where variant.shop_id = shop.shop_id and ${condition})`;
  const shows = Prisma.sql`${UNIT_COSTS} = any(string_to_array(shop.granted_scopes, ','))`;
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    where shop.uninstalled_at is null and shop.access_lost_at is null
      and case when ${shows}
        then ${hasVariant(Prisma.sql`cost_read_at is null`)} or ${hasVariant(isOld(now))}
        else ${hasVariant(Prisma.sql`cost_read_at is not null`)} end`;
}

/** When a shop's next cost is due. */
export const nextUnitCostTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("variant", "cost_read_at", now, {
    plus: Prisma.sql`make_interval(hours => ${REREAD_HOURS}::int)`,
  }),
];

/** Products that may be bought, and for how many of them the cost of each variant is known. */
export interface UnitCostCoverage {
  readonly products: number;
  readonly withCost: number;
}

/** Counts the products with known costs. */
export async function countUnitCosts(db: Db, shopId: ShopId): Promise<UnitCostCoverage> {
  const [row] = await db.$queryRaw<UnitCostCoverage[]>`
    select count(*)::int as products, count(*) filter (where "isKnown")::int as "withCost"
    from (
      select bool_and(variant.cost_minor is not null) as "isKnown"
      from product join variant using (shop_id, product_id)
      where product.shop_id = ${shopId} and product.deleted_at is null
        and product.status <> 'archived'
      group by product.product_id) as counted`;
  return row ?? { products: 0, withCost: 0 };
}

const isOld = (now: Date) => Prisma.sql`
  cost_read_at < ${now}::timestamptz - make_interval(hours => ${REREAD_HOURS}::int)`;
