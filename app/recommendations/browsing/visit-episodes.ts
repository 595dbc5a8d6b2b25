import { decayByAge } from "~/ml/ranking/age-decay";
import { fromTriplets, type SparseMatrix } from "~/ml/matrices/sparse-matrix";
import type { Episodes } from "~/ml/neighbors/episode-pairs";
import { DAY_MS } from "../purchases/purchase";
import type { PurchaseHistories } from "../purchases/purchase-histories";
import type { SortedVisits } from "./sorted-visits";

/** Products of one visit, and those before one order, that are paired: the latest. Pairing costs their product. */
const MAX_PAIRED = { visit: 30, order: 60 } as const;

interface EpisodeOptions {
  /** Number of products in the models. */
  readonly products: number;
  /** ms since 1970. */
  readonly now: number;
  /** An episode loses half its weight in so many days. */
  readonly ageHalfLifeDays: number;
}

/** Each visit leads from every product that it looked at to every other. */
export function toViewEpisodes(
  { profileOf, startedAt, offsets, productOf }: SortedVisits,
  { products, now, ageHalfLifeDays }: EpisodeOptions,
): Episodes {
  const viewed = collectRows();
  profileOf.forEach((_, visit) => {
    const end = offsets[visit + 1] ?? 0;
    const start = Math.max(offsets[visit] ?? 0, end - MAX_PAIRED.visit);
    viewed.add(productOf.subarray(start, end));
  });
  const matrix = viewed.finish(products);
  const weights = startedAt.map((at) => decayByAge((now - at) / DAY_MS, ageHalfLifeDays));
  return { from: matrix, to: matrix, weights, profileOf };
}

/**
 * Each order leads from the products that its customer looked at in the days before to the products of the order. A
 * visit counts if it began before the order: its views are not dated one by one, and most visits end with the order.
 *
 * @param isCarted whether only products that were put in the cart count
 */
export function toOrderEpisodes(
  visits: SortedVisits,
  histories: PurchaseHistories,
  {
    products,
    now,
    ageHalfLifeDays,
    windowDays,
    isCarted,
  }: EpisodeOptions & { readonly windowDays: number; readonly isCarted: boolean },
): Episodes {
  const looked = collectRows();
  const bought = collectRows();
  const weights: number[] = [];
  const profileOf: number[] = [];
  histories.profileIds.forEach((profileId, profile) => {
    const range = visits.visitsOf.get(profileId);
    if (!range) return;
    for (const { at, ordered } of ordersOf(histories, profile)) {
      const from = lookedAt(visits, range, { from: at - windowDays * DAY_MS, to: at, isCarted });
      if (from.length === 0) continue;
      looked.add(from.slice(-MAX_PAIRED.order));
      bought.add(ordered);
      weights.push(decayByAge((now - at) / DAY_MS, ageHalfLifeDays));
      profileOf.push(profile);
    }
  });
  return {
    from: looked.finish(products),
    to: bought.finish(products),
    weights: Float64Array.from(weights),
    profileOf: Int32Array.from(profileOf),
  };
}

function ordersOf({ offsets, productOf, at }: PurchaseHistories, profile: number) {
  const orders: { readonly at: number; readonly ordered: Int32Array }[] = [];
  let start = offsets[profile] ?? 0;
  const end = offsets[profile + 1] ?? 0;
  for (let n = start; n < end; n++) {
    if (n + 1 < end && at[n + 1] === at[n]) continue;
    orders.push({ at: at[n] ?? 0, ordered: productOf.subarray(start, n + 1) });
    start = n + 1;
  }
  return orders;
}

/** The products of the visits that began after `from` and not after `to`, the latest last. */
function lookedAt(
  { startedAt, offsets, productOf, carted }: SortedVisits,
  [first, end]: readonly [from: number, to: number],
  {
    from,
    to,
    isCarted,
  }: { readonly from: number; readonly to: number; readonly isCarted: boolean },
): number[] {
  const found: number[] = [];
  for (let visit = first; visit < end; visit++) {
    const began = startedAt[visit] ?? 0;
    if (began <= from || began > to) continue;
    for (let n = offsets[visit] ?? 0; n < (offsets[visit + 1] ?? 0); n++) {
      if (!isCarted || carted[n] === 1) found.push(productOf[n] ?? -1);
    }
  }
  return found;
}

/** Collects the rows of a matrix; a product that is twice in a row is there once. */
function collectRows() {
  const rowIndices: number[] = [];
  const columnIndices: number[] = [];
  let rows = 0;
  return {
    add(products: Iterable<number>): void {
      for (const product of products) {
        rowIndices.push(rows);
        columnIndices.push(product);
      }
      rows++;
    },
    finish: (columns: number): SparseMatrix =>
      fromTriplets({
        rows,
        columns,
        rowIndices,
        columnIndices,
        values: new Uint8Array(rowIndices.length).fill(1),
      }),
  };
}
