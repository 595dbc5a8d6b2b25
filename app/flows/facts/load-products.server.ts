import { readRows } from "~/db-reads.server";
import { highPriceSql } from "~/catalog/price-terciles-store.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { RequiredFacts } from "./required-facts";
import type { ProductFacts } from "../rules/enrollment-facts";
import type { EventObject } from "../rules/enroll";

/** The trigger product of an enrollment. */
export interface TriggerProductRef {
  readonly profileId: ProfileId;
  readonly about: Extract<EventObject, { kind: "product" }>;
}

/** Loads product facts with the profiles' views and purchases, by ref; none for a deleted product. */
export async function loadProducts(
  db: Db,
  shopId: ShopId,
  refs: readonly TriggerProductRef[],
  { pricePercentile: percentile }: Pick<RequiredFacts, "pricePercentile">,
): Promise<ReadonlyMap<object, ProductFacts>> {
  if (refs.length === 0) return new Map();
  const isHighPriced = percentile
    ? Prisma.sql`coalesce(min(variant.price_minor) > ${highPriceSql(shopId)}, false)`
    : Prisma.sql`false`;
  const products = refs.map(({ profileId, about }, index) => ({ index, profileId, ...about }));
  const rows = await readRows<ProductRow>(
    db,
    Prisma.sql`
    select requested.index, product.status = 'active' and product.deleted_at is null as "isPublished",
      coalesce(bool_or(variant.available_for_sale), false) as "isAvailable",
      coalesce(bool_or(variant.inventory_quantity is null), true) as "isUncounted",
      sum(greatest(variant.inventory_quantity, 0))::int as "units",
      coalesce(min(variant.price_minor), 0) as "priceMinor",
      ${isHighPriced} as "isHighPriced",
      exists (
        select 1 from "order"
        join order_line line on line.shop_id = "order".shop_id and line.order_id = "order".order_id
        where "order".shop_id = ${shopId} and "order".profile_id = requested."profileId"
          and "order".placed_at > requested.at and line.product_id = requested."productId"
      ) as "boughtSince",
      looks.views, looks.dwell
    from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as requested (
      index int, "profileId" text, "productId" text, "variantId" text, at timestamptz)
    join product on product.shop_id = ${shopId} and product.product_id = requested."productId"
    left join variant on variant.shop_id = ${shopId} and variant.product_id = requested."productId"
      and (requested."variantId" is null or variant.variant_id = requested."variantId")
    left join lateral (
      select coalesce(sum((seen->>'views')::int), 0)::int as views,
        coalesce(sum((seen->>'dwellSeconds')::numeric), 0)::float8 as dwell
      from visit, jsonb_array_elements(visit.viewed) as seen
      where visit.shop_id = ${shopId} and visit.profile_id = requested."profileId"
        and visit.ended_at >= requested.at - interval '1 day'
        and seen->>'productId' = requested."productId"
    ) looks on true
    group by requested.index, requested."profileId", requested."productId", requested.at, product.status,
      product.deleted_at, looks.views, looks.dwell`,
    { priceMinor: "bigint" },
  );
  const found = new Map(rows.map((row) => [row.index, row]));
  const facts = new Map<object, ProductFacts>();
  for (const [index, ref] of refs.entries()) {
    const row = found.get(index);
    const { about } = ref;
    if (!row) continue;
    facts.set(ref, {
      kind: "product",
      at: about.at,
      isPublished: row.isPublished,
      isAvailable: row.isAvailable,
      unitsLeft: row.isUncounted ? null : (row.units ?? 0),
      fewUnits: about.fewUnits ?? null,
      priceMinor: Number(row.priceMinor),
      isHighPriced: row.isHighPriced,
      seenMinor: about.seenMinor,
      boughtSince: row.boughtSince,
      isGoneAgain: about.isGoneAgain ?? false,
      views: row.views,
      dwellSeconds: row.dwell,
    });
  }
  return facts;
}

interface ProductRow {
  readonly index: number;
  readonly isPublished: boolean;
  readonly isAvailable: boolean;
  readonly isUncounted: boolean;
  readonly units: number | null;
  readonly priceMinor: bigint;
  readonly isHighPriced: boolean;
  readonly boughtSince: boolean;
  readonly views: number;
  readonly dwell: number;
}
