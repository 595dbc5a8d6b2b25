import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { listConditions, type SegmentRule } from "../segment";
import type { RuleNames } from "../words/describe-condition";

/** Loads the names for describing rules: of their products and of all segments. */
export async function loadRuleNames(
  db: Db,
  shopId: ShopId,
  rules: readonly SegmentRule[],
): Promise<RuleNames> {
  const productIds = rules.flatMap((rule) =>
    listConditions(rule).flatMap(({ condition }) =>
      condition.kind === "did" && condition.products?.by === "product"
        ? condition.products.values
        : [],
    ),
  );
  const products = await db.product.findMany({
    where: { shopId, productId: { in: productIds } },
    select: { productId: true, title: true },
  });
  const segments = await db.segment.findMany({
    where: { shopId },
    select: { segmentId: true, name: true },
  });
  const shop = await db.shop.findUniqueOrThrow({ where: { shopId }, select: { currency: true } });
  return {
    currency: shop.currency,
    products: Object.fromEntries(products.map((it) => [it.productId, it.title])),
    segments: Object.fromEntries(segments.map((it) => [it.segmentId, it.name])),
  };
}
