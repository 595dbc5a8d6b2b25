import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { describeReason } from "~/recommendations/describe-reason";
import { recordPlacements } from "~/recommendations/placement-store.server";
import type { RecommendationSource } from "~/recommendations/recommendation-source.server";
import type { PickRequest } from "~/flows/send-step";
import type { PlacedPick } from "./placed-pick";

/** What one message wants recommended. */
export interface PickWish {
  readonly messageId: string;
  readonly profileId: string;
  readonly request: PickRequest;
  readonly triggerProductIds: readonly string[];
}

/** A pick with what the mail shows of its product. */
export interface ShownPick {
  readonly placed: PlacedPick;
  readonly priceMinor: number;
  readonly url: string;
}

/** A customer is not shown what their last mails showed. */
const FORMER_MAILS = 2;

/**
 * Recommendations for these messages, by message id, with the products as they
 * are now; which messages hold a product of counted stock is written down. A message for which there is nothing is missing.
 */
export async function placePicks(
  db: Db,
  shopId: ShopId,
  wishes: readonly PickWish[],
  {
    recommendations,
    shopUrl,
    now,
  }: { recommendations: RecommendationSource; shopUrl: string; now: Date },
): Promise<Map<string, readonly ShownPick[]>> {
  if (wishes.length === 0) return new Map();
  const shownBefore = await listShownBefore(db, shopId, wishes);
  const outcomes = await recommendations.recommend(
    db,
    shopId,
    wishes.map(({ messageId, profileId, request, triggerProductIds }) => ({
      profileId,
      list: request.list,
      count: request.count,
      triggerProductIds,
      lastTouchedProductId: triggerProductIds[0] ?? null,
      excludedProductIds: shownBefore.get(profileId) ?? [],
      drawKey: messageId,
    })),
    now,
  );
  const scarce = wishes.flatMap(({ messageId }, i) => {
    const outcome = outcomes[i];
    const productIds = outcome?.kind === "recommended" ? outcome.scarceIds : [];
    return productIds.map((productId) => ({ messageId, productId }));
  });
  await recordPlacements(db, shopId, scarce, now);
  const picks = outcomes.flatMap((outcome) =>
    outcome.kind === "recommended" ? outcome.recommendations : [],
  );
  const reasonIds = picks.flatMap(({ reason }) =>
    "productId" in reason ? [reason.productId] : [],
  );
  const products = await loadProducts(db, shopId, [
    ...picks.map(({ productId }) => productId),
    ...reasonIds,
  ]);
  const titles = new Map([...products].map(([productId, { title }]) => [productId, title]));

  return new Map(
    wishes.flatMap(({ messageId }, i) => {
      const outcome = outcomes[i];
      if (outcome?.kind !== "recommended") return [];
      const shown = outcome.recommendations.flatMap((pick): ShownPick[] => {
        const product = products.get(pick.productId);
        if (!product?.imageUrl || product.priceMinor === null) return [];
        const { title, imageUrl, priceMinor } = product;
        const sentence = describeReason(pick.reason, titles);
        const url = product.url ?? `${shopUrl.replace(/\/$/, "")}/products/${product.handle}`;
        return [
          {
            placed: { ...pick, source: outcome.source, title, imageUrl, sentence },
            priceMinor,
            url,
          },
        ];
      });
      return shown.length > 0 ? [[messageId, shown] as const] : [];
    }),
  );
}

async function listShownBefore(
  db: Db,
  shopId: ShopId,
  wishes: readonly PickWish[],
): Promise<Map<string, readonly string[]>> {
  const profileIds = [...new Set(wishes.map(({ profileId }) => profileId))];
  const rows = await db.$queryRaw<{ profileId: string; productId: string }[]>`
    select former.profile_id as "profileId", pick->>'productId' as "productId"
    from unnest(${profileIds}::text[]) as wanted (profile_id)
    cross join lateral (
      select profile_id, picks from message
      where shop_id = ${shopId} and profile_id = wanted.profile_id and sent_at is not null
      order by sent_at desc limit ${FORMER_MAILS}
    ) as former
    cross join lateral jsonb_array_elements(former.picks) as pick`;
  const shown = new Map<string, string[]>();
  for (const { profileId, productId } of rows) {
    shown.set(profileId, [...(shown.get(profileId) ?? []), productId]);
  }
  return shown;
}

interface ProductOfPick {
  readonly title: string;
  readonly handle: string;
  readonly url: string | null;
  readonly imageUrl: string | null;
  /** Of the cheapest variant that can be bought. */
  readonly priceMinor: number | null;
}

type ProductRow = Omit<ProductOfPick, "priceMinor"> & {
  readonly productId: string;
  readonly priceMinor: bigint | null;
};

async function loadProducts(
  db: Db,
  shopId: ShopId,
  productIds: readonly string[],
): Promise<Map<string, ProductOfPick>> {
  const rows = await db.$queryRaw<ProductRow[]>`
    select product_id as "productId", title, handle, url, image_url as "imageUrl", (
      select min(price_minor) from variant
      where variant.shop_id = product.shop_id and variant.product_id = product.product_id
        and available_for_sale) as "priceMinor"
    from product
    where shop_id = ${shopId} and product_id = any(${[...new Set(productIds)]}::text[])`;
  return new Map(
    rows.map(({ productId, priceMinor, ...product }) => [
      productId,
      { ...product, priceMinor: priceMinor === null ? null : Number(priceMinor) },
    ]),
  );
}
