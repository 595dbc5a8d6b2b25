import type { ProfileId } from "~/lib/profile-id";
import { applyScales, fitScales } from "~/ml/regression/standardize";
import type { CustomerVector, CustomerVectors, Trait } from "./embed-customer";
import { searchPoints } from "./search-points";

export interface SimilarCustomer {
  readonly profileId: ProfileId;
  /** Euclidean distance over standardized traits; 0 for identical customers. */
  readonly distance: number;
  /** The traits that make both customers similar, largest part first; may be empty. */
  readonly shared: readonly SharedTrait[];
}

export interface SharedTrait {
  readonly trait: Trait;
  /** Whether both lie above the shop's mean or both below it. */
  readonly side: "above" | "below";
  /** The trait's product aₙ bₙ > 0: how much it reduces half the squared distance. */
  readonly part: number;
}

/** Customers of similar taste whose purchases count. */
export const FOUND_BY_TASTE = 30;
/**
 * Larger shops are sampled deterministically: the nearest of 20,000 are close enough, and the first page view waits
 * for reading them.
 */
export const MAX_COMPARED = 20_000;
/** Maximum number of shared traits to report. */
const MAX_NAMED = 3;
/** Minimum part of a reported trait: half a standard deviation from the mean for both customers. */
const MIN_SHARED_PART = 0.25;

/**
 * Prepares an exact nearest-neighbor search within a customer group, over traits standardized
 * across the whole shop. Constant traits have no weight. The query customer may be missing from the
 * vectors and is never returned.
 *
 * The reasons are exact: |a − b|² = |a|² + |b|² − 2 Σ aₙ bₙ, and aₙ bₙ is the part of trait n.
 *
 * Cost: O(customers × traits) once, preparation once per cluster, then one search.
 *
 * @param count number to find, ≥ 0
 * @returns a search: nearest first, fewer if the cluster is smaller
 */
export function prepareSimilarSearch(
  { traits, profileIds, clusters, values }: CustomerVectors,
  count: number,
): (customer: CustomerVector) => SimilarCustomer[] {
  const width = traits.length;
  const scales = fitScales({ features: values, width });
  const scaled = applyScales(scales, values);
  const rowsOf = Map.groupBy(clusters.keys(), (row) => clusters[row]);
  const searches = new Map<string, ReturnType<typeof searchAmong>>();

  const searchAmong = (rows: readonly number[]) => {
    const points = new Float64Array(rows.length * width);
    rows.forEach((row, n) =>
      points.set(scaled.subarray(row * width, (row + 1) * width), n * width),
    );
    const search = searchPoints({ values: points, dimensions: width }, count);
    return (point: Float64Array, except: number) => {
      const { indices, distances } = search(point, rows.indexOf(except));
      return [...indices].flatMap((index, n): SimilarCustomer[] => {
        const profileId = profileIds[rows[index] ?? -1];
        if (profileId === undefined) return [];
        const other = points.subarray(index * width, (index + 1) * width);
        return [
          { profileId, distance: distances[n] ?? 0, shared: sharedTraits(traits, point, other) },
        ];
      });
    };
  };

  return (customer) => {
    const rows = rowsOf.get(customer.cluster);
    if (!rows) return [];
    const search = searches.get(customer.cluster) ?? searchAmong(rows);
    searches.set(customer.cluster, search);
    const point = applyScales(scales, Float64Array.from(customer.values));
    return search(point, profileIds.indexOf(customer.profileId));
  };
}

/** Traits that say how much a customer has bought, not what: few orders are close to few orders. */
const AMOUNTS: readonly Trait["kind"][] = ["recency", "frequency", "spend"];
const WHOLE_SHOP = "";

/**
 * Like `prepareSimilarSearch`, by taste alone and in the whole shop: product types, price levels and the size of an
 * order. For customers with few or no orders: by all traits, their neighbors would be others with few orders, who have
 * little to add.
 */
export function prepareTasteSearch(
  { traits, profileIds, values }: Omit<CustomerVectors, "clusters">,
  count: number,
): (customer: Pick<CustomerVector, "profileId" | "values">) => SimilarCustomer[] {
  const kept = [...traits.keys()].filter((n) => !AMOUNTS.includes(traits[n]?.kind ?? "spend"));
  const tastes = new Float64Array(profileIds.length * kept.length);
  profileIds.forEach((_, row) =>
    kept.forEach((n, at) => {
      tastes[row * kept.length + at] = values[row * traits.length + n] ?? 0;
    }),
  );
  const search = prepareSimilarSearch(
    {
      traits: kept.flatMap((n) => traits[n] ?? []),
      profileIds,
      clusters: profileIds.map(() => WHOLE_SHOP),
      values: tastes,
    },
    count,
  );
  return (customer) =>
    search({
      profileId: customer.profileId,
      cluster: WHOLE_SHOP,
      values: kept.map((n) => customer.values[n] ?? 0),
    });
}

function sharedTraits(
  traits: readonly Trait[],
  one: Float64Array,
  other: Float64Array,
): SharedTrait[] {
  return traits
    .map((trait, n) => {
      const [a, b] = [one[n] ?? 0, other[n] ?? 0];
      return { trait, side: a > 0 ? ("above" as const) : ("below" as const), part: a * b };
    })
    .filter(({ part }) => part >= MIN_SHARED_PART)
    .sort((a, b) => b.part - a.part)
    .slice(0, MAX_NAMED);
}
