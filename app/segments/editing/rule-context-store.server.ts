import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { BROWSING_RETENTION_DAYS } from "~/profiles/visitors/expire-browsing.job.server";
import { CHECKED_FILTERS, type CheckedFilter, type RuleContext } from "../rule-problems";
import { listSegments } from "../members/segment-store.server";
import { listConditions, type SegmentRule } from "../segment";

/** Loads the context that decides whether a rule can be evaluated. */
export async function loadRuleContext(
  db: Db,
  shopId: ShopId,
  rule: SegmentRule,
  segmentId: string | null,
): Promise<RuleContext> {
  const named = listReferencedNames(rule);
  const known = await db.$queryRaw<{ by: CheckedFilter; name: string }[]>`
    select 'product' as by, product_id as name from product
    where shop_id = ${shopId} and product_id = any(${named.product}::text[])
    union select 'type', product_type from product
    where shop_id = ${shopId} and product_type = any(${named.type}::text[])
    union select 'vendor', vendor from product
    where shop_id = ${shopId} and vendor = any(${named.vendor}::text[])
    union select 'variant', variant_id from variant
    where shop_id = ${shopId} and variant_id = any(${named.variant}::text[])
    union select 'collection', collection_id from collection
    where shop_id = ${shopId} and collection_id = any(${named.collection}::text[])
      and deleted_at is null`;
  const scored = await db.prediction.findFirst({ where: { shopId }, select: { profileId: true } });
  const namesOf = (by: CheckedFilter) =>
    new Set(known.flatMap((it) => (it.by === by ? it.name : [])));
  return {
    segmentId,
    segments: await listSegments(db, shopId),
    hasPredictions: scored !== null,
    browsingDays: BROWSING_RETENTION_DAYS,
    known: {
      product: namesOf("product"),
      variant: namesOf("variant"),
      type: namesOf("type"),
      vendor: namesOf("vendor"),
      collection: namesOf("collection"),
    },
  };
}

/** The names in a rule that must exist in the shop. */
function listReferencedNames(rule: SegmentRule): Record<CheckedFilter, string[]> {
  const names: Record<CheckedFilter, string[]> = {
    product: [],
    variant: [],
    type: [],
    vendor: [],
    collection: [],
  };
  for (const { condition } of listConditions(rule)) {
    if (condition.kind === "affinity") names.type.push(...condition.types);
    for (const filter of condition.kind === "did" ? (condition.where ?? []) : []) {
      const by = CHECKED_FILTERS.find((it) => it === filter.by);
      if (by && "values" in filter) names[by].push(...filter.values);
    }
  }
  return names;
}
