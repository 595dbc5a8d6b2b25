import { findProducts, type ProductWithVariants } from "~/catalog/catalog-store.server";
import { isOfferable } from "~/catalog/catalog-product";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type {
  ExplainedChoice,
  ExplainedList,
  ExplainedPick,
  ExplainedSubject,
  RecommendationsExplained,
} from "./explanation";
import { NO_INTERESTS, type Interests } from "~/recommendations/interests/interest";
import { listLastVisits } from "~/recommendations/sessions/session-store.server";
import { listInterests } from "~/recommendations/interests/interest-store.server";
import type { BlendedList } from "~/recommendations/blend";
import { listPastPurchases } from "~/recommendations/purchases/purchase-store.server";
import type { PastPurchase } from "~/recommendations/purchases/purchase";
import { recommend } from "~/recommendations/lists/recommend";
import {
  withCurrentTitle,
  type Recommendation,
  type RecommendationList,
} from "~/recommendations/recommendation";
import type { RecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { toVotes } from "~/recommendations/similar/voter-source.server";
import type { FittedModels, Recommender } from "~/recommendations/models/recommender";

interface Deps {
  readonly recommendations: RecommendationSource;
  readonly now: () => Date;
}

/** The number that an email shows. */
const SHOWN = 4;

/**
 * The current recommendations for a customer, a product or a cart with their score parts, and how
 * the rankings were chosen. Without exploration.
 */
export async function explainRecommendations(
  db: PrismaClient,
  shopId: ShopId,
  subject: ExplainedSubject,
  { recommendations, now }: Deps,
): Promise<RecommendationsExplained> {
  const at = now();
  const [recommender, requests] = await Promise.all([
    recommendations.prepare(db, shopId, at),
    requestFor(db, shopId, subject, at),
  ]);
  const profiles = "profileId" in subject ? [{ ...requests, profileId: subject.profileId }] : [];
  const voters = await recommendations.listVoters(db, shopId, profiles, recommender, at);
  const votes = "profileId" in subject ? toVotes(voters.get(subject.profileId)) : null;
  const lists = requests.lists.map((list) => {
    // "Buy again" and "new for you" have no trigger products.
    const triggerProductIds =
      list === "buy_again" || list === "new_for_you" ? [] : requests.triggerProductIds;
    const outcome = recommend(recommender, {
      ...requests,
      ...(votes && { votes }),
      list,
      triggerProductIds,
      count: SHOWN,
      now: at,
      excludedProductIds: [],
      drawKey: null,
    });
    return outcome.kind === "recommended"
      ? { list, source: outcome.source, picks: outcome.recommendations }
      : { list, source: null, picks: [] };
  });
  const products = await findNamedProducts(
    db,
    shopId,
    lists.flatMap(({ picks }) => picks),
  );
  return {
    lists: lists.map(({ list, source, picks }): ExplainedList => ({
      list,
      source,
      picks: picks.flatMap((pick) => explainPick(pick, products)),
    })),
    models: recommender.fitted && describeModels(recommender.fitted),
    coverage: coverageOf(recommender),
  };
}

interface ListRequest {
  readonly lists: readonly RecommendationList[];
  readonly history: readonly PastPurchase[];
  readonly interests: Interests;
  readonly session: readonly string[];
  readonly triggerProductIds: readonly string[];
  readonly lastInteractedProductId: string | null;
}

async function requestFor(
  db: PrismaClient,
  shopId: ShopId,
  subject: ExplainedSubject,
  now: Date,
): Promise<ListRequest> {
  if ("profileId" in subject) {
    const { profileId } = subject;
    const [histories, interests, visits] = await Promise.all([
      listPastPurchases(db, shopId, [profileId]),
      listInterests(db, shopId, [profileId], now),
      listLastVisits(db, shopId, [profileId]),
    ]);
    const history = histories.get(profileId) ?? [];
    const kept = history.filter(({ returned }) => !returned);
    const last = Math.max(...kept.map((it) => it.at.getTime()));
    const lastOrder = kept.filter((it) => it.at.getTime() === last).map((it) => it.productId);
    return {
      lists: ["buy_again", "new_for_you", "next_basket", "goes_with"],
      history,
      interests: interests.get(profileId) ?? NO_INTERESTS,
      session: visits.get(profileId) ?? [],
      // The last order is the trigger, as in the post-purchase email.
      triggerProductIds: lastOrder,
      lastInteractedProductId: null,
    };
  }
  const triggerProductIds = "productId" in subject ? [subject.productId] : subject.cartProductIds;
  return {
    lists: ["goes_with", "chosen_next"],
    history: [],
    interests: NO_INTERESTS,
    session: [],
    triggerProductIds,
    lastInteractedProductId: triggerProductIds[0] ?? null,
  };
}

/** The picks' products and the products in their reasons, by id. */
async function findNamedProducts(
  db: PrismaClient,
  shopId: ShopId,
  picks: readonly Recommendation[],
): Promise<ReadonlyMap<string, ProductWithVariants>> {
  const named = picks.flatMap(({ productId, reason }) => [
    productId,
    ...("productId" in reason ? [reason.productId] : []),
  ]);
  const products = await findProducts(db, shopId, [...new Set(named)]);
  return new Map(products.map((product) => [product.productId, product]));
}

function explainPick(
  { productId, score, parts, reason }: Recommendation,
  products: ReadonlyMap<string, ProductWithVariants>,
): ExplainedPick[] {
  const product = products.get(productId);
  if (!product) return [];
  const { title, vendor, imageUrl, variants } = product;
  const titles = new Map([...products].map(([id, it]) => [id, it.title]));
  const prices = variants.filter((it) => it.availableForSale).map((it) => Number(it.priceMinor));
  return [
    {
      productId,
      title,
      vendor,
      imageUrl,
      priceMinor: prices.length > 0 ? Math.min(...prices) : null,
      score,
      parts: parts.toSorted((a, b) => Math.abs(b.score) - Math.abs(a.score)),
      reason: withCurrentTitle(reason, titles),
    },
  ];
}

function describeModels({ version, models, choices, kept }: FittedModels) {
  const { trainedAt, profileCount, productIds } = models;
  const lists: BlendedList[] = ["buy_again", "new_for_you", "next_basket", "goes_with"];
  return {
    version,
    trainedAt,
    customers: profileCount,
    products: productIds.length,
    worseLists: kept && kept.worse,
    choices: lists.map((list): ExplainedChoice => {
      const { chosen, customers, windowDays, contenders, weights, similar, visits } = choices[list];
      return {
        list,
        chosen,
        customers,
        windowDays,
        contenders,
        ...(similar && { similar }),
        ...(visits && { visits }),
        weights: weights.toSorted((a, b) => sizeOf(b) - sizeOf(a)),
      };
    }),
  };
}

const sizeOf = ({ share, log }: { readonly share: number; readonly log: number }) =>
  Math.abs(share) + Math.abs(log);

/** Products with neighbors or sales. */
function coverageOf({ fitted, newest, indices, bestSellers }: Recommender) {
  if (!fitted) return { offerable: newest.length, reachable: 0 };
  const { itemKnn, rp3Beta, ease, nextOrder, transitions, content } = fitted.models;
  const reached = new Set<number>(bestSellers);
  for (const { neighbors } of [itemKnn, rp3Beta, ease, nextOrder, transitions, content]) {
    for (const product of neighbors) reached.add(product);
  }
  const offerable = newest.filter(isOfferable);
  return {
    offerable: offerable.length,
    reachable: offerable.filter(({ productId }) => reached.has(indices.get(productId) ?? -1))
      .length,
  };
}
