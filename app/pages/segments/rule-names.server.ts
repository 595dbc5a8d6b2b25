import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import {
  metafieldIdOfProperty,
  metafieldPropertyOf,
} from "~/profiles/metafields/followed-metafield";
import { findMetafieldProgress } from "~/profiles/metafields/metafield-store.server";
import type { FilterName } from "~/segments/condition";
import { listConditions, type SegmentRule } from "~/segments/segment";
import type { RuleNames } from "~/segments/words/describe-condition";

/** Loads the names for describing rules: of what their filters refer to by id, and of all segments. */
export async function loadRuleNames(
  db: Db,
  shopId: ShopId,
  rules: readonly SegmentRule[],
): Promise<RuleNames> {
  const filters = rules.flatMap((rule) =>
    listConditions(rule).flatMap(({ condition }) =>
      condition.kind === "did" ? (condition.where ?? []) : [],
    ),
  );
  const ids = (by: FilterName) =>
    filters.flatMap((it) => (it.by === by && "values" in it ? it.values : []));
  const named = await db.$queryRaw<{ by: FilterName; id: string; name: string }[]>`
    select 'product' as by, product_id as id, title as name from product
    where shop_id = ${shopId} and product_id = any(${ids("product")}::text[])
    union all select 'variant', variant_id, concat_ws(', ', product.title,
      nullif(variant.title, 'Default Title'))
    from variant join product using (shop_id, product_id)
    where shop_id = ${shopId} and variant_id = any(${ids("variant")}::text[])
    union all select 'collection', collection_id, title from collection
    where shop_id = ${shopId} and collection_id = any(${ids("collection")}::text[])
    union all select 'flow', flow_id, name from flow
    where shop_id = ${shopId} and flow_id = any(${ids("flow")}::text[])
    union all select 'campaign', campaign_id, name from campaign
    where shop_id = ${shopId} and campaign_id = any(${ids("campaign")}::text[])`;
  const segments = await db.segment.findMany({
    where: { shopId },
    select: { segmentId: true, name: true },
  });
  const shop = await db.shop.findUniqueOrThrow({ where: { shopId }, select: { currency: true } });
  const metafields = rules.some(usesMetafield) ? await loadMetafieldNames(db, shopId) : {};
  const byFilter = Map.groupBy(named, ({ by }) => by);
  return {
    currency: shop.currency,
    values: Object.fromEntries(
      [...byFilter].map(([by, rows]) => [
        by,
        Object.fromEntries(rows.map((it) => [it.id, it.name])),
      ]),
    ),
    segments: Object.fromEntries(segments.map((it) => [it.segmentId, it.name])),
    metafields,
  };
}

const usesMetafield = (rule: SegmentRule) =>
  listConditions(rule).some(
    ({ condition }) =>
      condition.kind === "flow_property" && metafieldIdOfProperty(condition.name) !== null,
  );

async function loadMetafieldNames(db: Db, shopId: ShopId): Promise<Record<string, string>> {
  const progress = await findMetafieldProgress(db, shopId);
  return Object.fromEntries(
    (progress?.fields ?? []).map((field) => [metafieldPropertyOf(field), field.name]),
  );
}
