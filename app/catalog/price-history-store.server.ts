import type { Db, Tx } from "~/db.server";
import type { ProductSnapshot } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";
import { PRICE_RETENTION_DAYS, findLowestPriorPrice } from "./price-history";

/** A variant's price in a snapshot. */
interface PriceChange {
  readonly variantId: string;
  readonly productId: string;
  readonly since: Date;
  readonly priceMinor: number;
  /** Whether it is the variant's first price in these snapshots. */
  readonly isFirst: boolean;
}

/**
 * Stores every price change in these snapshots, including short-lived ones, and deletes prices that no reference price
 * needs: those followed by another price that is already older than `PRICE_RETENTION_DAYS`.
 */
export async function recordPrices(
  tx: Tx,
  shopId: ShopId,
  snapshots: readonly ProductSnapshot[],
): Promise<void> {
  const changes = listPriceChanges(snapshots);
  if (changes.length === 0) return;
  await tx.$executeRaw`
    insert into variant_price (shop_id, variant_id, since, product_id, price_minor)
    select ${shopId}, "variantId", since, "productId", "priceMinor"
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as incoming (
      "variantId" text, "productId" text, since timestamptz, "priceMinor" bigint, "isFirst" boolean)
    where not incoming."isFirst" or incoming."priceMinor" is distinct from (
      select before.price_minor from variant_price before
      where before.shop_id = ${shopId} and before.variant_id = incoming."variantId"
        and before.since <= incoming.since
      order by before.since desc limit 1)
    on conflict (shop_id, variant_id, since) do update set price_minor = excluded.price_minor`;
  await tx.$executeRaw`
    delete from variant_price old using variant_price later
    where old.shop_id = ${shopId}
      and old.variant_id = any(${changes.map(({ variantId }) => variantId)}::text[])
      and later.shop_id = ${shopId} and later.variant_id = old.variant_id
      and later.since > old.since
      and later.since < (
        select max(newest.since) from variant_price newest
        where newest.shop_id = ${shopId} and newest.variant_id = old.variant_id
      ) - interval '1 day' * ${PRICE_RETENTION_DAYS}::int`;
}

/** Each variant's prices in order, without repeats of the previous price. */
function listPriceChanges(snapshots: readonly ProductSnapshot[]): PriceChange[] {
  const all = snapshots
    .toSorted((a, b) => +a.updatedAt - +b.updatedAt)
    .flatMap(({ productId, updatedAt: since, variants }) =>
      variants.map(({ variantId, priceMinor }) => ({ variantId, productId, since, priceMinor })),
    );
  return [...Map.groupBy(all, ({ variantId }) => variantId).values()].flatMap((prices) =>
    prices.flatMap((price, i) => {
      const isUnchanged = i > 0 && prices[i - 1]?.priceMinor === price.priceMinor;
      return isUnchanged ? [] : [{ ...price, isFirst: i === 0 }];
    }),
  );
}

/** Deletes the prices of deleted products. A product that returns starts a new history. */
export async function deletePrices(
  tx: Tx,
  shopId: ShopId,
  productIds: readonly string[],
): Promise<void> {
  if (productIds.length === 0) return;
  await tx.variantPrice.deleteMany({ where: { shopId, productId: { in: [...productIds] } } });
}

/** The lowest price in the 30 days before each variant's current price. Variants with too little history are absent. */
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
  const pricesByVariant = Map.groupBy(rows, ({ variantId }) => variantId);
  return new Map(
    [...pricesByVariant].flatMap(([variantId, prices]) => {
      const lowest = findLowestPriorPrice(
        prices.map(({ since: at, priceMinor }) => ({ at, priceMinor: Number(priceMinor) })),
      );
      return lowest === null ? [] : [[variantId, lowest] as const];
    }),
  );
}
