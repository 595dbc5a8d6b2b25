import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { OwnTexts } from "~/i18n/own-texts";
import { textIn } from "~/i18n/text-in.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { RecommendationOutcome } from "~/recommendations/lists/recommend";
import type { Recommendation } from "~/recommendations/recommendation";
import type { RecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import type { SlotSource } from "../blocks/elements/product-source";
import type { ProductSlot } from "../document/product-slots";
import { describeReasonIn } from "../merge/describe-reason";
import type { PlacedPick } from "./placed-pick";
import { loadNamedProducts, type NamedProduct } from "./email-products.server";

/** A product slot of one message. */
export interface MessageSlot extends ProductSlot {
  readonly messageId: string;
  readonly profileId: ProfileId;
  /** The catalog's folder for the reasons. */
  readonly language: string;
  readonly triggerProductIds: readonly string[];
  /** The trigger's product in its variant. */
  readonly triggerProduct: NamedProduct | null;
  /** Whether the trigger's product was bought: it is shown regardless of stock. */
  readonly isBought: boolean;
}

/** A product in a message. */
export interface MessageProduct {
  readonly product: NamedProduct;
  /** null if not recommended: the trigger's product or the merchant's choice. */
  readonly placed: PlacedPick | null;
}

/** Products of this many previous emails are not repeated. */
const PREVIOUS_EMAILS = 2;

/** The products of messages, by message id. */
export interface PlacedProducts {
  /** Block id → products. Empty slots are missing. */
  readonly shown: ReadonlyMap<string, ReadonlyMap<string, readonly MessageProduct[]>>;
  /** The shown products of which few are left. */
  readonly scarceIds: ReadonlyMap<string, ReadonlySet<string>>;
}

interface PlaceDeps {
  readonly recommendations: RecommendationSource;
  /** Profile id → products of its last emails, which are not repeated. */
  readonly shownBefore: ReadonlyMap<string, readonly string[]>;
  readonly shopUrl: string;
  /** The shop's own texts, if it has any. */
  readonly ownTexts: OwnTexts | undefined;
  readonly now: Date;
}

/**
 * Selects current products for these slots. No email recommends a product twice; the trigger's products may be in a
 * picture and in a list.
 */
export async function placePicks(
  db: Db,
  shopId: ShopId,
  slots: readonly MessageSlot[],
  { recommendations, shownBefore, shopUrl, ownTexts, now }: PlaceDeps,
): Promise<PlacedProducts> {
  if (slots.length === 0) return { shown: new Map(), scarceIds: new Map() };
  const loadNamed = (of: readonly RecommendationOutcome[]) =>
    loadNamedProducts(
      db,
      shopId,
      [...of.flatMap(listNamedIn), ...slots.flatMap(namedIds)].map((productId) => ({
        productId,
        variantId: null,
      })),
      shopUrl,
    );
  const likely: { outcomes?: readonly RecommendationOutcome[]; named?: Named } = {};
  const recommendedSlots = slots.filter(({ source }) => listOf(source) !== null);
  const outcomes =
    recommendedSlots.length === 0
      ? []
      : await recommendations.recommend(
          db,
          shopId,
          recommendedSlots.map((slot) => ({
            profileId: slot.profileId,
            ...(listOf(slot.source) ?? { list: "new_for_you" }),
            count: slot.count + countAbove(slot, recommendedSlots),
            triggerProductIds: slot.triggerProductIds,
            lastInteractedProductId: slot.triggerProductIds[0] ?? null,
            excludedProductIds: shownBefore.get(slot.profileId) ?? [],
            drawKey: slot.messageId,
          })),
          now,
          async (outcomes) => {
            Object.assign(likely, { outcomes, named: await loadNamed(outcomes) });
          },
        );
  // The recommendations come in the order of the requests.
  const outcomeOf = new Map(
    recommendedSlots.flatMap((slot, i) => {
      const outcome = outcomes[i];
      return outcome && mayStandIn(slot, outcome) ? [[slot, outcome] as const] : [];
    }),
  );
  const read = likely.outcomes === outcomes ? likely.named : undefined;
  const named = read ?? (await loadNamed(outcomes));
  const products = new Map([...named.values()].map((product) => [product.productId, product]));
  const titles = new Map([...products].map(([productId, { title }]) => [productId, title]));

  const placement = new Map<string, Map<string, readonly MessageProduct[]>>();
  for (const slot of slots.filter(({ isReview }) => !isReview)) {
    const blocks = placement.get(slot.messageId) ?? new Map<string, readonly MessageProduct[]>();
    placement.set(slot.messageId, blocks);
    const above = new Set([...blocks.values()].flat().map(({ product }) => product.productId));
    const outcome = outcomeOf.get(slot);
    const shown =
      outcome?.kind === "recommended"
        ? outcome.recommendations.map((pick) => ({ productId: pick.productId, pick }))
        : namedIds(slot).map((productId) => ({ productId, pick: null }));
    const placed = shown.flatMap(({ productId, pick }): MessageProduct[] => {
      const product = pick ? products.get(productId) : namedProduct(slot, productId, products);
      const isRepeated = slot.source.kind !== "trigger" && above.has(productId);
      if (!product || !mayBeShown(product, slot) || isRepeated) return [];
      if (pick === null || outcome?.kind !== "recommended") return [{ product, placed: null }];
      const { title, imageUrl } = product;
      const sentence = describeReasonIn(
        textIn(slot.language, "email", ownTexts),
        pick.reason,
        titles,
      );
      return [
        {
          product,
          placed: { ...rounded(pick), source: outcome.source, title, imageUrl, sentence },
        },
      ];
    });
    if (placed.length > 0) blocks.set(slot.blockId, placed.slice(0, slot.count));
  }
  placeReviewed(slots, products, placement);
  const scarce = new Map<string, Set<string>>();
  for (const slot of recommendedSlots) {
    const { messageId, blockId } = slot;
    const outcome = outcomeOf.get(slot);
    const scarceIds = new Set(outcome?.kind === "recommended" ? outcome.scarceIds : []);
    const shown = placement.get(messageId)?.get(blockId) ?? [];
    const productIds = scarce.get(messageId) ?? new Set();
    for (const { product } of shown) {
      if (scarceIds.has(product.productId)) productIds.add(product.productId);
    }
    if (productIds.size > 0) scarce.set(messageId, productIds);
  }
  return { shown: placement, scarceIds: scarce };
}

/** The products of an outcome and of its reasons. */
const listNamedIn = (outcome: RecommendationOutcome): readonly string[] =>
  outcome.kind === "recommended"
    ? outcome.recommendations.flatMap(({ productId, reason }) =>
        "productId" in reason ? [productId, reason.productId] : [productId],
      )
    : [];

type Named = Awaited<ReturnType<typeof loadNamedProducts>>;

/** For display: the digits of a sum of model scores take more space in an email than the rest of a recommendation. */
function rounded(pick: Recommendation): Recommendation {
  const round = (score: number) => Number(score.toPrecision(4));
  const parts = pick.parts.map(({ source, score }) => ({ source, score: round(score) }));
  const { reason } = pick;
  return {
    ...pick,
    score: round(pick.score),
    parts,
    reason: "share" in reason ? { ...reason, share: round(reason.share) } : reason,
  };
}

/** Adds the products whose reviews are shown: chosen ones, and the first of the email, which is not recommended again. */
function placeReviewed(
  slots: readonly MessageSlot[],
  products: ReadonlyMap<string, NamedProduct>,
  placement: Map<string, Map<string, readonly MessageProduct[]>>,
): void {
  for (const slot of slots.filter(({ isReview }) => isReview)) {
    const blocks = placement.get(slot.messageId) ?? new Map<string, readonly MessageProduct[]>();
    placement.set(slot.messageId, blocks);
    const [chosenId] = namedIds(slot);
    const chosen = chosenId === undefined ? undefined : products.get(chosenId);
    const [first] = [...blocks.values()].flat();
    const product = slot.source.kind === "first" ? first?.product : chosen;
    const isShown = product && (product === first?.product || mayBeShown(product, slot));
    if (isShown) blocks.set(slot.blockId, [{ product, placed: null }]);
  }
}

/** Recommendations in slots above, which this slot must not repeat. */
function countAbove(slot: MessageSlot, slots: readonly MessageSlot[]): number {
  return slots
    .slice(0, slots.indexOf(slot))
    .filter(({ messageId }) => messageId === slot.messageId)
    .reduce((sum, { count }) => sum + count, 0);
}

/** Whether an outcome is what the slot asks for, or may replace it: an email that needs best sellers is about them. */
const mayStandIn = ({ source, required }: MessageSlot, outcome: RecommendationOutcome): boolean =>
  !(required && source.kind === "best_sellers") ||
  outcome.kind === "none" ||
  outcome.source !== "newest";

/** The recommendation list of a source; null for explicit products. */
function listOf(source: SlotSource) {
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
    case "first":
    case "chosen":
      return null;
  }
}

function namedIds({ source, triggerProductIds }: MessageSlot): readonly string[] {
  if (source.kind === "trigger") return [...new Set(triggerProductIds)];
  return source.kind === "chosen" ? source.productIds : [];
}

/** A product that is not a recommendation; the trigger's in its variant. */
function namedProduct(
  { source, triggerProduct }: MessageSlot,
  productId: string,
  products: ReadonlyMap<string, NamedProduct>,
): NamedProduct | undefined {
  const isTrigger = source.kind === "trigger" && triggerProduct?.productId === productId;
  return isTrigger ? triggerProduct : products.get(productId);
}

/** Whether it has an image and is available or was bought. */
function mayBeShown({ imageUrl, priceMinor }: NamedProduct, { source, isBought }: MessageSlot) {
  return imageUrl !== "" && (priceMinor !== null || (isBought && source.kind === "trigger"));
}

/** The products of the last emails to these profiles, by profile id. */
export async function listPreviouslyShown(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<Map<string, readonly string[]>> {
  if (profileIds.length === 0) return new Map();
  const rows = await readRows<{ profileId: ProfileId; productId: string }>(
    db,
    Prisma.sql`
    select former.profile_id as "profileId", pick as "productId"
    from unnest(${[...new Set(profileIds)]}::text[]) as wanted (profile_id)
    cross join lateral (
      select profile_id, picks from message_status
      where shop_id = ${shopId} and profile_id = wanted.profile_id and sent_at is not null
      order by sent_at desc limit ${PREVIOUS_EMAILS}
    ) as former
    cross join lateral jsonb_array_elements_text(former.picks) as pick`,
  );
  const shown = new Map<string, string[]>();
  for (const { profileId, productId } of rows) {
    shown.set(profileId, [...(shown.get(profileId) ?? []), productId]);
  }
  return shown;
}
