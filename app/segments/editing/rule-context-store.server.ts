import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { BROWSING_RETENTION_DAYS } from "~/profiles/visitors/expire-browsing.job.server";
import type { RuleContext } from "../rule-problems";
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
  const products = await db.$queryRaw<Record<"product" | "type" | "vendor", string>[]>`
    select product_id as product, product_type as type, vendor from product
    where shop_id = ${shopId} and (product_id = any(${named.product}::text[])
      or product_type = any(${named.type}::text[]) or vendor = any(${named.vendor}::text[]))`;
  const scored = await db.prediction.findFirst({ where: { shopId }, select: { profileId: true } });
  const known = (by: "product" | "type" | "vendor") => new Set(products.map((it) => it[by]));
  return {
    segmentId,
    segments: await listSegments(db, shopId),
    hasPredictions: scored !== null,
    browsingDays: BROWSING_RETENTION_DAYS,
    known: { product: known("product"), type: known("type"), vendor: known("vendor") },
  };
}

/** The products, types and vendors in a rule. */
function listReferencedNames(rule: SegmentRule): Record<"product" | "type" | "vendor", string[]> {
  const names: Record<"product" | "type" | "vendor", string[]> = {
    product: [],
    type: [],
    vendor: [],
  };
  for (const { condition } of listConditions(rule)) {
    if (condition.kind === "affinity") names.type.push(...condition.types);
    if (condition.kind === "did" && condition.products) {
      names[condition.products.by].push(...condition.products.values);
    }
  }
  return names;
}
