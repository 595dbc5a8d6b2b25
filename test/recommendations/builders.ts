import type { CatalogProduct } from "~/catalog/catalog-product";
import { NO_INTERESTS } from "~/recommendations/interests/interest";
import type { BlendedList } from "~/recommendations/blend";
import { GENERAL_WEIGHTS } from "~/recommendations/models/general-weights";
import { fitModels } from "~/recommendations/models/fit-models";
import type { ListChoice, ListChoices } from "~/recommendations/models/list-choice";
import type { PastPurchase } from "~/recommendations/purchases/purchase";
import {
  collectPurchases,
  type PurchaseColumns,
} from "~/recommendations/purchases/purchase-histories";
import type { RecommendationRequest } from "~/recommendations/recommendation-request";
import { prepareRecommender, type Recommender } from "~/recommendations/models/recommender";
import { daysAgo, NOW } from "../support/builders";

/** An offerable product. Name only the fields your test is about. */
export const aProduct = (
  productId: string,
  overrides: Partial<CatalogProduct> = {},
): CatalogProduct => ({
  productId,
  title: `The ${productId}`,
  vendor: "Kettle & Co",
  productType: "Kitchen",
  tags: [],
  priceMinor: 12_00,
  unitsLeft: null,
  offer: { kind: "offerable" },
  since: daysAgo(400),
  ...overrides,
});

/** One product in one order of one customer. */
export interface Purchase {
  readonly profileId: string;
  readonly productId: string;
  readonly at: Date;
}

export function columnsOf(purchases: readonly Purchase[]): PurchaseColumns {
  const columns = collectPurchases();
  for (const { profileId, productId, at } of purchases) columns.add(profileId, productId, at);
  return columns.finish();
}

/** `count` customers with these orders each: products, and age in days. */
export function customersWithOrders(
  name: string,
  count: number,
  ...orders: readonly (readonly [productIds: readonly string[], days: number])[]
): Purchase[] {
  return Array.from({ length: count }, (_, n) => `${name}-${n}`).flatMap((profileId) =>
    orders.flatMap(([productIds, days]) =>
      productIds.map((productId) => ({ profileId, productId, at: daysAgo(days) })),
    ),
  );
}

export const bought = (
  productId: string,
  days: number,
  overrides: Partial<PastPurchase> = {},
): PastPurchase => ({ productId, at: daysAgo(days), returned: false, ...overrides });

/** A request of a new customer with an empty cart. */
export const aRequest = (
  overrides: Partial<RecommendationRequest> = {},
): RecommendationRequest => ({
  list: "new_for_you",
  count: 4,
  now: NOW,
  history: [],
  interests: NO_INTERESTS,
  session: [],
  triggerProductIds: [],
  lastInteractedProductId: null,
  excludedProductIds: [],
  drawKey: null,
  ...overrides,
});

const general = (list: BlendedList): ListChoice => ({
  chosen: "general",
  weights: GENERAL_WEIGHTS[list],
  windowDays: 30,
  customers: 0,
  contenders: [],
  gain: null,
});

/** The ranking of a shop that is too small for an evaluation. */
export const GENERAL_CHOICES: ListChoices = {
  buy_again: general("buy_again"),
  new_for_you: {
    ...general("new_for_you"),
    similar: { share: 0, customers: 0, gain: null },
  },
  next_basket: general("next_basket"),
  goes_with: general("goes_with"),
};

/** Choices of which one list has this measured gain; `null` for an unmeasured one. */
export const choicesWithGain = (gain: number | null): ListChoices => ({
  ...GENERAL_CHOICES,
  new_for_you: {
    ...GENERAL_CHOICES.new_for_you,
    gain: gain === null ? null : { mean: gain, error: 0.01 },
  },
});

export function aRecommender(
  purchases: readonly Purchase[],
  catalog: readonly CatalogProduct[],
  choices: ListChoices = GENERAL_CHOICES,
): Recommender {
  const models = fitModels({ purchases: columnsOf(purchases), products: catalog, now: NOW });
  return prepareRecommender({ version: 7, models, choices, kept: null }, catalog);
}
