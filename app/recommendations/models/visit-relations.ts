import { fitEpisodePairs, type Episodes } from "~/ml/neighbors/episode-pairs";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import type { FitData } from "./fit-models";
import type { ModelSettings } from "./model-settings";
import { toOrderEpisodes, toViewEpisodes } from "../browsing/visit-episodes";

/** What the visits of a shop teach about which products belong together. */
export interface VisitRelations {
  /** Looked at in the same visit. Symmetric. */
  readonly viewedTogether: ProductNeighbors;
  /** Bought by customers who had looked at the other. Directed. */
  readonly boughtAfterView: ProductNeighbors;
  /** Bought by customers who had put the other in the cart. Directed. */
  readonly boughtAfterCart: ProductNeighbors;
}

/** Each relation keeps at most `maxPairs` pairs of 12 bytes, and at least `minK` per product. */
const KEPT = { maxPairs: 1_000_000, maxK: 100, minK: 20 } as const;
/** A symmetric score. */
const COSINE = 0.5;

/** Data of a shop with visits. */
export interface BrowsedData extends FitData {
  readonly browsing: NonNullable<FitData["browsing"]>;
}

export const relationFitters = {
  viewed_together(
    data: BrowsedData,
    { ageHalfLifeDays, minShared, shrinkage }: ModelSettings["viewed_together"],
    needed?: Uint8Array,
  ): ProductNeighbors {
    const episodes = toViewEpisodes(data.browsing.visits, { ...dated(data), ageHalfLifeDays });
    return fitPairs(data, episodes, { minShared, shrinkage, asymmetry: COSINE, needed });
  },
  bought_after_view: (
    data: BrowsedData,
    settings: ModelSettings["bought_after_view"],
    needed?: Uint8Array,
  ) => fitBought(data, settings, { isCarted: false, needed }),
  bought_after_cart: (
    data: BrowsedData,
    settings: ModelSettings["bought_after_cart"],
    needed?: Uint8Array,
  ) => fitBought(data, settings, { isCarted: true, needed }),
};

/** All relations of a shop. */
export function fitVisitRelations(data: BrowsedData, settings: ModelSettings): VisitRelations {
  return {
    viewedTogether: relationFitters.viewed_together(data, settings.viewed_together),
    boughtAfterView: relationFitters.bought_after_view(data, settings.bought_after_view),
    boughtAfterCart: relationFitters.bought_after_cart(data, settings.bought_after_cart),
  };
}

function fitBought(
  data: BrowsedData,
  settings: ModelSettings["bought_after_view"],
  { isCarted, needed }: { readonly isCarted: boolean; readonly needed: Uint8Array | undefined },
): ProductNeighbors {
  const { ageHalfLifeDays, windowDays, minShared, shrinkage, asymmetry } = settings;
  const options = { ...dated(data), ageHalfLifeDays, windowDays, isCarted };
  const { visits, histories } = data.browsing;
  const episodes = toOrderEpisodes(visits, histories, options);
  return fitPairs(data, episodes, { minShared, shrinkage, asymmetry, needed });
}

const dated = ({ productIds, now }: FitData) => ({
  products: productIds.length,
  now: now.getTime(),
});

function fitPairs(
  { candidates, productIds }: FitData,
  episodes: Episodes,
  {
    needed,
    ...options
  }: {
    readonly minShared: number;
    readonly shrinkage: number;
    readonly asymmetry: number;
    readonly needed: Uint8Array | undefined;
  },
): ProductNeighbors {
  const { maxPairs, maxK, minK } = KEPT;
  const affordable = Math.floor(maxPairs / Math.max(1, productIds.length));
  const k = Math.min(maxK, Math.max(minK, affordable));
  return fitEpisodePairs(episodes, { ...options, k, candidates, ...(needed && { needed }) });
}
