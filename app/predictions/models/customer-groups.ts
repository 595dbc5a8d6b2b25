import { pickFeatures, type DescribedCustomers } from "~/ml/customers/customer-features";
import { nearestCenter } from "~/ml/clusters/k-means";
import { createRandomNumbers } from "~/ml/numerics/random";
import { fitClusters } from "~/ml/clusters/silhouette";
import { applyScales, fitScales, type Scales } from "~/ml/regression/standardize";
import type { CandidateModel } from "../predictions-summary";
import { GROUP_PROTOTYPES, nameCenters, type GroupKey } from "../group-prototypes";

/** Logarithms of recency, frequency and spend, in the order of a center's numbers. */
export const GROUPING_FEATURES = ["recency", "frequency", "monetary"] as const;

/** The shop's groups of customers. Plain values. */
export interface CustomerGroups {
  readonly scales: Scales;
  /** Groups × 3, row-major, scaled. */
  readonly centers: Float64Array;
  /** One key per center, each different. */
  readonly keys: readonly GroupKey[];
  /** Separation of the groups, in [−1, 1]; null for default groups. */
  readonly silhouette: number | null;
}

/** Minimum number of customers to learn groups. */
export const MIN_GROUPED_CUSTOMERS = 50;
const MAX_GROUPS = 6;
const RESTARTS = 8;
const SEED = 20_100_902;

/**
 * Groups customers by recency, frequency and spend: k-means++ for 3 to 6 groups, the number with the highest
 * silhouette, each named after the nearest prototype.
 *
 * @returns the prototypes themselves for fewer than 50 customers, or without separate clusters
 */
export function fitGroups(customers: DescribedCustomers): {
  readonly groups: CustomerGroups;
  readonly candidates: readonly CandidateModel[];
} {
  const { features, width } = pickFeatures(customers, GROUPING_FEATURES);
  if (customers.orders.length < MIN_GROUPED_CUSTOMERS) return usualGroups(features);
  const scales = fitScales({ features, width });
  const points = { values: applyScales(scales, features), width };
  const tried = Array.from({ length: MAX_GROUPS - 2 }, (_, n) => n + 3).flatMap((k) => {
    // The same draws for each number of groups.
    const random = createRandomNumbers(SEED);
    return fitClusters(points, { ks: [k], restarts: RESTARTS }, random) ?? [];
  });
  const best = tried.reduce<(typeof tried)[number] | null>(
    (a, b) => (a && a.silhouette >= b.silhouette ? a : b),
    null,
  );
  if (!best) return usualGroups(features);
  const { centers, silhouette } = best;
  return {
    groups: { scales, centers, keys: nameCenters(centers), silhouette },
    candidates: tried.map((it) => ({
      name: `groups_${it.centers.length / width}`,
      isChosen: it === best,
      metrics: { silhouette: it.silhouette },
    })),
  };
}

/** Each customer's group, and the deviations of recency, frequency and spend from the mean. */
export function placeInGroups(
  { scales, centers, keys }: CustomerGroups,
  customers: DescribedCustomers,
): { readonly key: GroupKey; readonly distances: Float64Array }[] {
  const { features, width } = pickFeatures(customers, GROUPING_FEATURES);
  const values = applyScales(scales, features);
  return Array.from(customers.orders, (_, row) => ({
    key: keys[nearestCenter({ centers, width }, values, row)] ?? "occasional",
    distances: values.slice(row * width, (row + 1) * width),
  }));
}

/** Default logarithms of days, orders and spend: their means and deviations. */
const USUAL = { recency: [4, 1.2], frequency: [0.5, 0.6], spendDeviation: 1 } as const;

function usualGroups(features: Float64Array) {
  const width = GROUPING_FEATURES.length;
  const rows = Math.max(1, features.length / width);
  const spend = features.reduce((sum, value, at) => sum + (at % width === 2 ? value / rows : 0), 0);
  const groups: CustomerGroups = {
    scales: {
      means: Float64Array.of(USUAL.recency[0], USUAL.frequency[0], spend),
      deviations: Float64Array.of(USUAL.recency[1], USUAL.frequency[1], USUAL.spendDeviation),
    },
    centers: Float64Array.from(GROUP_PROTOTYPES.flatMap(({ center }) => [...center])),
    keys: GROUP_PROTOTYPES.map(({ key }) => key),
    silhouette: null,
  };
  return { groups, candidates: [] };
}
