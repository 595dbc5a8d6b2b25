import { MAX_EASE_PRODUCTS } from "~/ml/neighbors/ease";
import { fitEaseNeighbors } from "~/ml/neighbors/ease-neighbors";
import { fitItemKnn } from "~/ml/neighbors/item-knn";
import { fitNextOrder } from "~/ml/neighbors/next-order";
import { fitPopularity } from "~/ml/ranking/popularity";
import { withMinShared, type ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { fitRp3Beta } from "~/ml/neighbors/rp3-beta";
import type { Sessions } from "~/ml/neighbors/session-knn";
import { fromTriplets, type SparseMatrix } from "~/ml/matrices/sparse-matrix";
import { fitTextNeighbors } from "~/ml/neighbors/text-neighbors";
import { fitTransitions } from "~/ml/neighbors/transitions";
import { daysBetween } from "../purchases/purchase";
import { countTerms, type DescribedProduct } from "./count-terms";
import { GENERAL_SETTINGS, type ModelSettings } from "./model-settings";
import { toOrderSequences } from "./order-sequences";
import { foldPairs, type Pairs } from "./purchase-pairs";
import { findUsualGaps } from "./usual-gaps";
import {
  sortPurchases,
  type PurchaseColumns,
  type PurchaseHistories,
} from "../purchases/purchase-histories";
import { sortVisits, type SortedVisits } from "../browsing/sorted-visits";
import type { VisitColumns } from "../sessions/visit-columns";
import { fitVisitRelations, type VisitRelations } from "./visit-relations";

/** Models trained on a shop's orders and catalog, ready for ranking. An index is a position in `productIds`. */
export interface RecommendationModels {
  readonly trainedAt: Date;
  /** Every product that was ever bought or may be recommended, in code-unit order. */
  readonly productIds: readonly string[];
  /** Customers with a purchase, and pairs of customer and product. */
  readonly profileCount: number;
  readonly pairCount: number;
  /** How the models were fitted, and how a history is weighted for each. */
  readonly settings: ModelSettings;
  /** Bought by the same customers. */
  readonly itemKnn: ProductNeighbors;
  /** Reached from a product through its customers. */
  readonly rp3Beta: ProductNeighbors;
  /** Predicts a product from all others of a customer; empty for a large catalog. */
  readonly ease: ProductNeighbors;
  /** Bought by a customer first in a later order. */
  readonly nextOrder: ProductNeighbors;
  /** Bought soon after, weighted by the orders between. */
  readonly transitions: ProductNeighbors;
  /** Similar in text, vendor and price. */
  readonly content: ProductNeighbors;
  /** Looked at together, or bought after a look; `null` without visits, or where they improve no list. */
  readonly visitRelations: VisitRelations | null;
  /** Orders of customers, without ids or dates, to compare a history with. */
  readonly sequences: Sessions;
  /** One score per index: customers who bought it, with a half-life of 30 days. */
  readonly popularity: Float64Array;
  /** The same with a half-life of 7 days, for trends. */
  readonly trend: Float64Array;
  /** The same with a half-life of a year, for products that always sell. */
  readonly longTerm: Float64Array;
  /** One share per index: its customers who bought it again in another order, in [0, 1]. */
  readonly repeatRates: Float64Array;
  /** One per index: days after which its customers usually buy it again; 0 if too few did. */
  readonly usualGaps: Float64Array;
  /** One count per index: customers who bought it in the last `windowDays` days. */
  readonly recentBuyers: Int32Array;
  readonly windowDays: number;
}

/** What no validation changes. Each model keeps at most `maxNeighbors` pairs, which bounds its memory. */
export const FIT_OPTIONS = {
  maxNeighbors: 2_500_000,
  itemKnn: { maxK: 200, inverseFrequency: true },
  /** Fewer than three common customers would be a weak reason, and this model names them in a list of its own. */
  nextOrder: { k: 30, shrinkage: 10, minShared: 3, asymmetry: 0.5, sameOrderWeight: 1 },
  rp3Beta: { maxK: 200, alpha: 0.8 },
  /** A fit of 4,000 products takes about three seconds of one core, and 8 bytes per pair of products. */
  ease: { k: 60, lambda: 100, maxProducts: MAX_EASE_PRODUCTS },
  transitions: { maxK: 100, maxSteps: 8, asymmetry: 0.5, shrinkage: 1 },
  content: { k: 30 },
  popularity: { halfLifeDays: 30, windowDays: 90 },
  trend: { halfLifeDays: 7 },
  longTerm: { halfLifeDays: 365 },
  /** Weight of the shop's repeat rate for a product with few customers. */
  repeatRates: { priorBuyers: 10 },
} as const;

/** The input of a fit. */
export interface FitModelsInput {
  readonly purchases: PurchaseColumns;
  /** Products that may be recommended; others are only learned from. */
  readonly products: readonly DescribedProduct[];
  /** Absent where the models should not learn from visits. */
  readonly visits?: VisitColumns;
  readonly now: Date;
}

/** A shop's purchases until a day, in the forms that models are fitted on. */
export interface FitData {
  readonly now: Date;
  readonly productIds: readonly string[];
  readonly pairs: Pairs;
  /** Profiles × products; 1 for each pair. */
  readonly bought: SparseMatrix;
  readonly sequences: Sessions;
  /** Visits with the orders that followed them; `null` without visits. */
  readonly browsing: {
    readonly visits: SortedVisits;
    readonly histories: PurchaseHistories;
  } | null;
  /** One flag per product: whether it may be recommended. */
  readonly candidates: Uint8Array;
  readonly profileCount: number;
}

/**
 * Prepares a fit. Ignores purchases and visits after `now`, so that a fit can be repeated for any day. Their order does
 * not matter.
 */
export function prepareFit({ purchases, products, visits, now }: FitModelsInput): FitData {
  const productIds = [
    ...new Set([...boughtIds(purchases, now), ...products.map((it) => it.productId)]),
  ].sort();
  const indices = new Map(productIds.map((id, index) => [id, index]));
  const histories = sortPurchases(purchases, indices, now.getTime());
  const pairs = foldPairs(histories);
  const candidates = new Uint8Array(productIds.length);
  for (const { productId } of products) candidates[indices.get(productId) ?? -1] = 1;
  const bought = fromTriplets({
    rows: histories.profiles,
    columns: productIds.length,
    rowIndices: pairs.profileOf,
    columnIndices: pairs.productOf,
    values: new Uint8Array(pairs.orders.length).fill(1),
  });
  const sequences = toOrderSequences(histories, now.getTime());
  const sortedVisits = visits ? sortVisits(visits, indices, now.getTime()) : null;
  return {
    now,
    productIds,
    pairs,
    bought,
    sequences,
    browsing: sortedVisits && { visits: sortedVisits, histories },
    candidates,
    profileCount: histories.profiles,
  };
}

/**
 * The fits of single models, each with the settings that a validation may change. With `needed` flags only these
 * products have neighbors.
 */
export const fitters = {
  itemKnn: (
    { bought, candidates }: FitData,
    { minShared, asymmetry, shrinkage }: ModelSettings["item_knn"],
    needed?: Uint8Array,
  ) =>
    fitItemKnn(bought, {
      k: neighborsOf(FIT_OPTIONS.itemKnn.maxK, bought.columns),
      inverseFrequency: FIT_OPTIONS.itemKnn.inverseFrequency,
      minShared,
      asymmetry,
      shrinkage,
      candidates,
      ...(needed && { needed }),
    }),
  rp3Beta: (
    { bought }: FitData,
    { minShared, beta }: ModelSettings["rp3_beta"],
    needed?: Uint8Array,
  ) => {
    const { maxK, alpha } = FIT_OPTIONS.rp3Beta;
    const k = neighborsOf(maxK, bought.columns);
    return fitRp3Beta(bought, { k, alpha, beta, minShared, ...(needed && { needed }) });
  },
  ease: ({ bought }: FitData) => fitEaseNeighbors(bought, FIT_OPTIONS.ease),
  transitions: (
    { sequences, bought }: FitData,
    { stepDecay, backward }: ModelSettings["transitions"],
    needed?: Uint8Array,
  ) => {
    const { maxK, ...fixed } = FIT_OPTIONS.transitions;
    const k = neighborsOf(maxK, bought.columns);
    const options = { ...fixed, k, stepDecay, backward, ...(needed && { needed }) };
    return fitTransitions(sequences, bought.columns, options);
  },
};

const MIN_NEIGHBORS = 30;

/** Neighbors per product: fewer in a large catalog. */
function neighborsOf(maxK: number, products: number): number {
  const affordable = Math.floor(FIT_OPTIONS.maxNeighbors / Math.max(1, products));
  return Math.min(maxK, Math.max(MIN_NEIGHBORS, affordable));
}

/**
 * Fits all models of a shop. Cost: O(Σ over profiles of (products per profile)²); a shop without purchases gets empty
 * models.
 */
export function fitModels(
  input: FitModelsInput,
  settings: ModelSettings = GENERAL_SETTINGS,
): RecommendationModels {
  return fitFrom(prepareFit(input), input.products, settings);
}

/** Like `fitModels`, with prepared data and, since it has no settings of its own, with the fit of EASE. */
export function fitFrom(
  data: FitData,
  products: readonly DescribedProduct[],
  settings: ModelSettings,
  ease: ProductNeighbors = fitters.ease(data),
): RecommendationModels {
  const { now, productIds, pairs, candidates, sequences, browsing, profileCount } = data;
  const indices = new Map(productIds.map((id, index) => [id, index]));
  const agesDays = pairs.lastAt.map((at) => daysBetween(new Date(at), now));
  const popularityAt = ({ halfLifeDays }: { readonly halfLifeDays: number }) =>
    fitPopularity({
      products: productIds.length,
      productIndices: pairs.productOf,
      agesDays,
      halfLifeDays,
    });
  const { windowDays } = FIT_OPTIONS.popularity;
  const firstOrders = fromTriplets({
    rows: profileCount,
    columns: productIds.length,
    rowIndices: pairs.profileOf,
    columnIndices: pairs.productOf,
    values: pairs.firstAt,
  });

  return {
    trainedAt: now,
    productIds,
    profileCount,
    pairCount: pairs.orders.length,
    settings,
    itemKnn: fitters.itemKnn(data, settings.item_knn),
    rp3Beta: fitters.rp3Beta(data, settings.rp3_beta),
    ease: withMinShared(ease, settings.ease.minShared),
    nextOrder: fitNextOrder(firstOrders, { ...FIT_OPTIONS.nextOrder, candidates }),
    transitions: fitters.transitions(data, settings.transitions),
    content: fitTextNeighbors(countTerms(products, indices), FIT_OPTIONS.content.k),
    visitRelations: browsing && fitVisitRelations({ ...data, browsing }, settings),
    sequences,
    popularity: popularityAt(FIT_OPTIONS.popularity),
    trend: popularityAt(FIT_OPTIONS.trend),
    longTerm: popularityAt(FIT_OPTIONS.longTerm),
    repeatRates: fitRepeatRates(pairs, productIds.length),
    usualGaps: findUsualGaps(pairs, productIds.length),
    recentBuyers: countRecent(pairs.productOf, agesDays, productIds.length, windowDays),
    windowDays,
  };
}

function boughtIds({ productIds, productOf, at }: PurchaseColumns, now: Date): string[] {
  const bought = new Set<string>();
  productOf.forEach((product, n) => {
    const id = productIds[product];
    if (id !== undefined && (at[n] ?? 0) <= now.getTime()) bought.add(id);
  });
  return [...bought];
}

/** The repeat rate of each product's customers, shrunk toward the shop's. */
function fitRepeatRates({ productOf, orders }: Pairs, products: number): Float64Array {
  const buyers = new Int32Array(products);
  const again = new Int32Array(products);
  let allAgain = 0;
  productOf.forEach((product, n) => {
    buyers[product] = (buyers[product] ?? 0) + 1;
    if ((orders[n] ?? 0) < 2) return;
    again[product] = (again[product] ?? 0) + 1;
    allAgain++;
  });
  const { priorBuyers } = FIT_OPTIONS.repeatRates;
  const shopRate = allAgain / Math.max(1, productOf.length);
  return Float64Array.from(
    again,
    (count, product) => (count + priorBuyers * shopRate) / ((buyers[product] ?? 0) + priorBuyers),
  );
}

function countRecent(
  productIndices: Int32Array,
  agesDays: Float64Array,
  products: number,
  windowDays: number,
): Int32Array {
  const buyers = new Int32Array(products);
  productIndices.forEach((product, n) => {
    if ((agesDays[n] ?? Infinity) <= windowDays) buyers[product] = (buyers[product] ?? 0) + 1;
  });
  return buyers;
}
