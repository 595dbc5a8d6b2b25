import type { PrismaClient } from "~/generated/prisma/client";
import { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { NO_INTERESTS } from "~/recommendations/interests/interest";
import type { RulesPreviewData } from "./explanation";
import { listPastPurchases } from "~/recommendations/purchases/purchase-store.server";
import type { PastPurchase } from "~/recommendations/purchases/purchase";
import { recommend } from "~/recommendations/lists/recommend";
import type { RecommendationList } from "~/recommendations/recommendation";
import type { RecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import type { Recommender } from "~/recommendations/models/recommender";
import type { Rule } from "~/recommendations/rules/rule";
import { loadCollections } from "~/recommendations/rules/rules-store.server";

interface Deps {
  readonly recommendations: RecommendationSource;
  readonly now: () => Date;
}

const SAMPLED_CUSTOMERS = 100;
const BLOCK = 4;
const EXAMPLES = 5;
const LISTS: readonly RecommendationList[] = ["buy_again", "new_for_you", "goes_with"];

/** The effect of unsaved rules: the lists of the latest buyers by current rules and by these. Stores nothing. */
export async function previewRules(
  db: PrismaClient,
  shopId: ShopId,
  draft: readonly Rule[],
  { recommendations, now }: Deps,
): Promise<RulesPreviewData> {
  const at = now();
  const before = await recommendations.prepare(db, shopId, at);
  const collections = await loadCollections(db, shopId, draft);
  const after: Recommender = { ...before, shopRules: { rules: draft, collections } };
  const customers = await listSample(db, shopId);

  const shown = new Map<string, { before: number; after: number }>();
  const examples: RulesPreviewData["examples"][number][] = [];
  let changed = 0;
  for (const { profileId, history } of customers) {
    let isChanged = false;
    for (const list of LISTS) {
      const picksBefore = picksOf(before, list, history, at);
      const picksAfter = picksOf(after, list, history, at);
      count(shown, picksBefore, "before");
      count(shown, picksAfter, "after");
      if (picksBefore.join() === picksAfter.join()) continue;
      isChanged = true;
      if (examples.length < EXAMPLES) {
        examples.push({ profileId, list, before: picksBefore, after: picksAfter });
      }
    }
    if (isChanged) changed++;
  }
  return {
    customers: customers.length,
    changed,
    products: [...shown]
      .filter(([, counts]) => counts.before !== counts.after)
      .map(([productId, counts]) => ({
        productId,
        title: before.products.get(productId)?.title ?? productId,
        ...counts,
      }))
      .sort(
        (a, b) =>
          Math.abs(b.after - b.before) - Math.abs(a.after - a.before) ||
          (a.productId < b.productId ? -1 : 1),
      ),
    examples,
  };
}

interface SampledCustomer {
  readonly profileId: ProfileId;
  readonly history: readonly PastPurchase[];
}

async function listSample(db: PrismaClient, shopId: ShopId): Promise<SampledCustomer[]> {
  const profiles = await db.profile.findMany({
    where: { shopId, deletedAt: null, lastOrderAt: { not: null } },
    orderBy: [{ lastOrderAt: "desc" }, { profileId: "asc" }],
    take: SAMPLED_CUSTOMERS,
    select: { profileId: true },
  });
  const profileIds = profiles.map(({ profileId }) => ProfileId.parse(profileId));
  const histories = await listPastPurchases(db, shopId, profileIds);
  return profileIds.map((profileId) => ({ profileId, history: histories.get(profileId) ?? [] }));
}

function picksOf(
  recommender: Recommender,
  list: RecommendationList,
  history: readonly PastPurchase[],
  now: Date,
): string[] {
  const last = history.at(-1);
  const outcome = recommend(recommender, {
    list,
    count: BLOCK,
    now,
    history,
    // The sample shows the rules' effect; recent interests would add little.
    interests: NO_INTERESTS,
    session: [],
    triggerProductIds: list === "goes_with" && last ? [last.productId] : [],
    lastInteractedProductId: null,
    excludedProductIds: [],
    drawKey: null,
  });
  return outcome.kind === "recommended"
    ? outcome.recommendations.map(({ productId }) => productId)
    : [];
}

function count(
  shown: Map<string, { before: number; after: number }>,
  productIds: readonly string[],
  when: "before" | "after",
): void {
  for (const productId of productIds) {
    const counts = shown.get(productId) ?? { before: 0, after: 0 };
    counts[when]++;
    shown.set(productId, counts);
  }
}
