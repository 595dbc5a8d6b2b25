import { DAY_MS } from "../purchases/purchase";
import type { ExploredProduct } from "../purchases/profile-history";
import { foldInteractions, interestsAt, type Interaction } from "../interests/interest";
import type { VisitColumns } from "../sessions/visit-columns";

/** Visits by profile id and time. A product is an index in the models. */
export interface SortedVisits {
  readonly profileIds: readonly string[];
  /** Profile id → its visits, from … to − 1. */
  readonly visitsOf: ReadonlyMap<string, readonly [from: number, to: number]>;
  /** The profile of each visit, ascending. */
  readonly profileOf: Int32Array;
  /** ms since 1970. */
  readonly startedAt: Float64Array;
  readonly endedAt: Float64Array;
  /** visits + 1 positions. */
  readonly offsets: Int32Array;
  readonly productOf: Int32Array;
  /** One flag per product of a visit. */
  readonly carted: Uint8Array;
}

/**
 * Sorts visits by profile and time; their order in the input does not matter. Ignores unknown products, and visits that
 * ended after `until` (ms), which may contain later views. Cost: O(visits × log visits + products of the visits).
 *
 * @param indexOf product id → its index
 * @returns `null` without visits
 */
export function sortVisits(
  visits: VisitColumns,
  indexOf: ReadonlyMap<string, number>,
  until: number,
): SortedVisits | null {
  const { profileIds, productIds, profileOf, startedAt, endedAt, offsets, productOf } = visits;
  const byId = [...profileIds.keys()].sort((a, b) => compare(profileIds[a], profileIds[b]));
  const ranks = new Int32Array(profileIds.length);
  byId.forEach((profile, rank) => (ranks[profile] = rank));
  const indices = Int32Array.from(productIds, (id) => indexOf.get(id) ?? -1);
  const rankOf = (visit: number) => ranks[profileOf[visit] ?? 0] ?? 0;
  const at = (times: Float64Array, visit: number) => times[visit] ?? 0;
  const knownIn = (visit: number) => {
    const places: number[] = [];
    for (let n = offsets[visit] ?? 0; n < (offsets[visit + 1] ?? 0); n++) {
      if ((indices[productOf[n] ?? 0] ?? -1) >= 0) places.push(n);
    }
    return places;
  };
  const contents = (visit: number) =>
    knownIn(visit)
      .map((n) => indices[productOf[n] ?? 0])
      .join(" ");
  const order = Int32Array.from(endedAt.keys())
    .filter((visit) => at(endedAt, visit) <= until && knownIn(visit).length > 0)
    .sort(
      (a, b) =>
        rankOf(a) - rankOf(b) ||
        at(startedAt, a) - at(startedAt, b) ||
        at(endedAt, a) - at(endedAt, b) ||
        compare(contents(a), contents(b)),
    );
  if (order.length === 0) return null;

  const sortedProducts: number[] = [];
  const sortedCarted: number[] = [];
  const sortedOffsets = new Int32Array(order.length + 1);
  order.forEach((visit, row) => {
    for (const n of knownIn(visit)) {
      sortedProducts.push(indices[productOf[n] ?? 0] ?? -1);
      sortedCarted.push(visits.carted[n] ?? 0);
    }
    sortedOffsets[row + 1] = sortedProducts.length;
  });
  const profiles = Int32Array.from(order, rankOf);
  return {
    profileIds: byId.map((profile) => profileIds[profile] ?? ""),
    visitsOf: rangesOf(profiles, (rank) => profileIds[byId[rank] ?? 0] ?? ""),
    profileOf: profiles,
    startedAt: Float64Array.from(order, (visit) => at(startedAt, visit)),
    endedAt: Float64Array.from(order, (visit) => at(endedAt, visit)),
    offsets: sortedOffsets,
    productOf: Int32Array.from(sortedProducts),
    carted: Uint8Array.from(sortedCarted),
  };
}

function rangesOf(profiles: Int32Array, idOf: (profile: number) => string) {
  const ranges = new Map<string, readonly [number, number]>();
  let from = 0;
  profiles.forEach((profile, n) => {
    if (profiles[n + 1] === profile) return;
    ranges.set(idOf(profile), [from, n + 1]);
    from = n + 1;
  });
  return ranges;
}

/** Days of visits that count as interests, as when ranking (`interests/interest-store.server.ts`). */
const INTEREST_DAYS = 90;

/**
 * The products that a profile looked at or put in the cart, with the weights that its lists use.
 *
 * @param now ms since 1970; no visit is later
 */
export function exploredIn(
  { visitsOf, startedAt, endedAt, offsets, productOf, carted }: SortedVisits,
  profileId: string,
  now: number,
): ExploredProduct[] {
  const [from, to] = visitsOf.get(profileId) ?? [0, 0];
  const interactions: Interaction[] = [];
  for (let visit = from; visit < to; visit++) {
    if ((startedAt[visit] ?? 0) <= now - INTEREST_DAYS * DAY_MS) continue;
    const at = new Date(endedAt[visit] ?? 0);
    for (let n = offsets[visit] ?? 0; n < (offsets[visit + 1] ?? 0); n++) {
      const productId = String(productOf[n]);
      interactions.push({ kind: "viewed", productId, at });
      if (carted[n] === 1) interactions.push({ kind: "put_in_cart", productId, at });
    }
  }
  const today = new Date(now);
  return interestsAt(foldInteractions(interactions, today), today).map(({ productId, weight }) => ({
    product: Number(productId),
    weight,
  }));
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
