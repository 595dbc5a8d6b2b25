import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { recordPlacements } from "~/recommendations/placement-store.server";
import type { RecommendationSource } from "~/recommendations/recommendation-source.server";
import type { ProductSource } from "../blocks/product-source";
import type { MailLanguage } from "../document/languages";
import type { ProductWish } from "../document/product-blocks";
import { describeReasonIn } from "../words/describe-reason";
import type { PlacedPick } from "./placed-pick";
import { loadNamedProducts, type NamedProduct } from "./mail-products.server";

/** What one block of one message wants shown. */
export interface BlockWish extends ProductWish {
  readonly messageId: string;
  readonly profileId: string;
  readonly language: MailLanguage;
  readonly triggerProductIds: readonly string[];
  /** The one product that the mail is about, in the variant that it is about. */
  readonly triggerProduct: NamedProduct | null;
  /** Whether what the mail is about was bought: it is spoken of whatever is in stock. */
  readonly isBought: boolean;
}

/** A product with what the mail shows of it. */
export interface ShownProduct {
  readonly product: NamedProduct;
  /** null for one that nobody recommended: the trigger's, or the merchant's choice. */
  readonly placed: PlacedPick | null;
}

/** A customer is not shown what their last mails showed. */
const FORMER_MAILS = 2;

/** Message id → block id → products. What has nothing to show is missing. */
export type Placement = ReadonlyMap<string, ReadonlyMap<string, readonly ShownProduct[]>>;

interface PlaceDeps {
  readonly recommendations: RecommendationSource;
  readonly shopUrl: string;
  readonly now: Date;
  /** A preview holds no stock. */
  readonly areSent: boolean;
}

/**
 * The products of these blocks, as they are now; which messages hold a product
 * of counted stock is written down where they are to be sent. No mail shows a
 * product twice.
 */
export async function placePicks(
  db: Db,
  shopId: ShopId,
  wishes: readonly BlockWish[],
  { recommendations, shopUrl, now, areSent }: PlaceDeps,
): Promise<Placement> {
  if (wishes.length === 0) return new Map();
  const asked = wishes.filter(({ source }) => listOf(source) !== null);
  const shownBefore = await listShownBefore(db, shopId, asked);
  const outcomes =
    asked.length === 0
      ? []
      : await recommendations.recommend(
          db,
          shopId,
          asked.map(({ messageId, profileId, source, count, triggerProductIds }) => ({
            profileId,
            ...(listOf(source) ?? { list: "new_for_you" }),
            count,
            triggerProductIds,
            lastInteractedProductId: triggerProductIds[0] ?? null,
            excludedProductIds: shownBefore.get(profileId) ?? [],
            drawKey: messageId,
          })),
          now,
        );
  const scarce = asked.flatMap(({ messageId }, i) => {
    const outcome = outcomes[i];
    const productIds = outcome?.kind === "recommended" ? outcome.scarceIds : [];
    return productIds.map((productId) => ({ messageId, productId }));
  });
  if (areSent) await recordPlacements(db, shopId, distinct(scarce), now);

  const outcomeOf = new Map(asked.map((wish, i) => [wish, outcomes[i]]));
  const picks = outcomes.flatMap((outcome) =>
    outcome.kind === "recommended" ? outcome.recommendations : [],
  );
  const reasonIds = picks.flatMap(({ reason }) =>
    "productId" in reason ? [reason.productId] : [],
  );
  const named = await loadNamedProducts(
    db,
    shopId,
    [...picks.map(({ productId }) => productId), ...reasonIds, ...wishes.flatMap(namedIds)].map(
      (productId) => ({ productId, variantId: null }),
    ),
    shopUrl,
  );
  const products = new Map([...named.values()].map((product) => [product.productId, product]));
  const titles = new Map([...products].map(([productId, { title }]) => [productId, title]));

  const placement = new Map<string, Map<string, readonly ShownProduct[]>>();
  for (const wish of wishes) {
    const blocks = placement.get(wish.messageId) ?? new Map<string, readonly ShownProduct[]>();
    placement.set(wish.messageId, blocks);
    const above = new Set([...blocks.values()].flat().map(({ product }) => product.productId));
    const outcome = outcomeOf.get(wish);
    const shown =
      outcome?.kind === "recommended"
        ? outcome.recommendations.map((pick) => ({ productId: pick.productId, pick }))
        : namedIds(wish).map((productId) => ({ productId, pick: null }));
    const placed = shown.flatMap(({ productId, pick }): ShownProduct[] => {
      const product = pick ? products.get(productId) : namedProduct(wish, productId, products);
      if (!product || !mayBeShown(product, wish) || above.has(productId)) return [];
      if (pick === null || outcome?.kind !== "recommended") return [{ product, placed: null }];
      const { title, imageUrl } = product;
      const sentence = describeReasonIn(wish.language, pick.reason, titles);
      return [{ product, placed: { ...pick, source: outcome.source, title, imageUrl, sentence } }];
    });
    if (placed.length > 0) blocks.set(wish.blockId, placed.slice(0, wish.count));
  }
  return placement;
}

/** What the recommender is asked for, or null for products that are named one by one. */
function listOf(source: ProductSource) {
  switch (source.kind) {
    case "list":
      return { list: source.list };
    case "alike":
      return { list: "goes_with", startAt: "alike" } as const;
    case "best_sellers":
      return { list: "new_for_you", startAt: "store_best_sellers" } as const;
    case "newest":
      return { list: "new_for_you", startAt: "newest" } as const;
    case "trigger":
    case "chosen":
      return null;
  }
}

function namedIds({ source, triggerProductIds }: BlockWish): readonly string[] {
  if (source.kind === "trigger") return [...new Set(triggerProductIds)];
  return source.kind === "chosen" ? source.productIds : [];
}

/** A product that nobody recommended; the trigger's in its variant. */
function namedProduct(
  { source, triggerProduct }: BlockWish,
  productId: string,
  products: ReadonlyMap<string, NamedProduct>,
): NamedProduct | undefined {
  const isTrigger = source.kind === "trigger" && triggerProduct?.productId === productId;
  return isTrigger ? triggerProduct : products.get(productId);
}

/** Whether there is a picture, and it can be bought or was. */
function mayBeShown({ imageUrl, priceMinor }: NamedProduct, { source, isBought }: BlockWish) {
  return imageUrl !== "" && (priceMinor !== null || (isBought && source.kind === "trigger"));
}

function distinct<T extends object>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

async function listShownBefore(
  db: Db,
  shopId: ShopId,
  wishes: readonly BlockWish[],
): Promise<Map<string, readonly string[]>> {
  if (wishes.length === 0) return new Map();
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
