import type { Db, Tx } from "~/db.server";
import type { ProductSnapshot } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";
import { KEPT_DAYS, lowestBefore } from "./price-history";

/** A price of a variant as a snapshot told it. */
interface ToldPrice {
  readonly variantId: string;
  readonly productId: string;
  readonly since: Date;
  readonly priceMinor: number;
  /** Whether it is the first that these snapshots tell of the variant. */
  readonly isFirst: boolean;
}

/**
 * Keeps each change of a price that these snapshots tell, the passing ones too, and lets go what no reference price
 * needs any more: of each variant's prices those before the last one that was older than `KEPT_DAYS`.
 */
export async function recordPrices(
  tx: Tx,
  shopId: ShopId,
  snapshots: readonly ProductSnapshot[],
): Promise<void> {
  const told = toldPrices(snapshots);
  if (told.length === 0) return;
  await tx.$executeRaw`
    insert into variant_price (shop_id, variant_id, since, product_id, price_minor)
    select ${shopId}, "variantId", since, "productId", "priceMinor"
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as told (
      "variantId" text, "productId" text, since timestamptz, "priceMinor" bigint, "isFirst" boolean)
    where not told."isFirst" or told."priceMinor" is distinct from (
      select before.price_minor from variant_price before
      where before.shop_id = ${shopId} and before.variant_id = told."variantId"
        and before.since <= told.since
      order by before.since desc limit 1)
    on conflict (shop_id, variant_id, since) do update set price_minor = excluded.price_minor`;
  await tx.$executeRaw`
    delete from variant_price old using variant_price later
    where old.shop_id = ${shopId}
      and old.variant_id = any(${told.map(({ variantId }) => variantId)}::text[])
      and later.shop_id = ${shopId} and later.variant_id = old.variant_id
      and later.since > old.since
      and later.since < (
        select max(newest.since) from variant_price newest
        where newest.shop_id = ${shopId} and newest.variant_id = old.variant_id
      ) - interval '1 day' * ${KEPT_DAYS}::int`;
}

/** The prices of each variant in their order, without those that are as the one before. */
function toldPrices(snapshots: readonly ProductSnapshot[]): ToldPrice[] {
  const all = snapshots
    .toSorted((a, b) => +a.updatedAt - +b.updatedAt)
    .flatMap(({ productId, updatedAt: since, variants }) =>
      variants.map(({ variantId, priceMinor }) => ({ variantId, productId, since, priceMinor })),
    );
  return [...Map.groupBy(all, ({ variantId }) => variantId).values()].flatMap((prices) =>
    prices.flatMap((price, i) => {
      const isAsBefore = i > 0 && prices[i - 1]?.priceMinor === price.priceMinor;
      return isAsBefore ? [] : [{ ...price, isFirst: i === 0 }];
    }),
  );
}

/** Lets go the prices of products that are gone: come back, they are known anew. */
export async function deletePrices(
  tx: Tx,
  shopId: ShopId,
  productIds: readonly string[],
): Promise<void> {
  if (productIds.length === 0) return;
  await tx.variantPrice.deleteMany({ where: { shopId, productId: { in: [...productIds] } } });
}

/** The lowest price of the 30 days before these variants came to cost what they cost now; of the others too little is known. */
export async function findLowestPrices(
  db: Db,
  shopId: ShopId,
  variantIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (variantIds.length === 0) return new Map();
  const rows = await db.variantPrice.findMany({
    where: { shopId, variantId: { in: [...variantIds] } },
    select: { variantId: true, since: true, priceMinor: true },
  });
  const pricesOf = Map.groupBy(rows, ({ variantId }) => variantId);
  return new Map(
    [...pricesOf].flatMap(([variantId, prices]) => {
      const lowest = lowestBefore(
        prices.map(({ since: at, priceMinor }) => ({ at, priceMinor: Number(priceMinor) })),
      );
      return lowest === null ? [] : [[variantId, lowest] as const];
    }),
  );
}
