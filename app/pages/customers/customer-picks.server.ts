import { findProducts } from "~/catalog/catalog-store.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { withCurrentTitle, type Reason } from "~/recommendations/recommendation";
import type { RecommendationSource } from "~/recommendations/lists/recommendation-source.server";

/** A recommended product with its reason, as shown to the merchant. */
export interface CustomerPick {
  readonly productId: string;
  readonly title: string;
  readonly imageUrl: string | null;
  readonly priceMinor: number;
  readonly reason: Reason;
  /** Whether purchases of similar customers are a part of its score. */
  readonly hasVotes: boolean;
}

interface Deps {
  readonly recommendations: RecommendationSource;
  readonly now: () => Date;
}

const SHOWN_PICKS = 6;

/** The current recommendations for a profile, best first; empty when nothing may be offered. */
export async function listCustomerPicks(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  { recommendations, now }: Deps,
): Promise<CustomerPick[]> {
  const request = {
    profileId,
    list: "new_for_you",
    count: SHOWN_PICKS,
    triggerProductIds: [],
    lastInteractedProductId: null,
    excludedProductIds: [],
    drawKey: null,
  } as const;
  const [outcome] = await recommendations.recommend(db, shopId, [request], now());
  if (outcome?.kind !== "recommended") return [];
  const picks = outcome.recommendations;
  const products = await findProducts(db, shopId, [
    ...picks.map(({ productId }) => productId),
    ...picks.flatMap(({ reason }) => ("productId" in reason ? [reason.productId] : [])),
  ]);
  const titles = new Map(products.map(({ productId, title }) => [productId, title]));
  return picks.flatMap(({ productId, reason, parts }): CustomerPick[] => {
    const product = products.find((it) => it.productId === productId);
    const [variant] = product?.variants ?? [];
    if (!product || !variant) return [];
    const { title, imageUrl } = product;
    return [
      {
        productId,
        title,
        imageUrl,
        priceMinor: Number(variant.priceMinor),
        reason: withCurrentTitle(reason, titles),
        hasVotes: parts.some(({ source }) => source === "similar_customers"),
      },
    ];
  });
}
