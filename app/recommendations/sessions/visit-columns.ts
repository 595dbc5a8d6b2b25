import { collectVisits, type PastVisits } from "./past-visits";

/**
 * A shop's storefront visits as columns, oldest first: visit `v` looked at the products `offsets[v] … offsets[v + 1] − 1`
 * of `productOf`, in order. Small enough to transfer to another thread.
 */
export interface VisitColumns {
  readonly profileIds: readonly string[];
  readonly productIds: readonly string[];
  /** One position in `profileIds` per visit. */
  readonly profileOf: Int32Array;
  /** ms since 1970. */
  readonly startedAt: Float64Array;
  readonly endedAt: Float64Array;
  /** visits + 1 positions. */
  readonly offsets: Int32Array;
  readonly productOf: Int32Array;
  /** One flag per product of a visit: whether it was put in the cart. */
  readonly carted: Uint8Array;
}

export interface BrowsedVisit {
  readonly profileId: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** By first view. */
  readonly productIds: readonly string[];
  readonly cartedIds: readonly string[];
}

/** Collects visits one by one, the latest first. */
export function collectVisitColumns() {
  const profiles = new Map<string, number>();
  const products = new Map<string, number>();
  const profileOf: number[] = [];
  const startedAt: number[] = [];
  const endedAt: number[] = [];
  const lengths: number[] = [];
  const productOf: number[] = [];
  const carted: number[] = [];
  return {
    add(visit: BrowsedVisit): void {
      profileOf.push(numberIn(profiles, visit.profileId));
      startedAt.push(visit.startedAt.getTime());
      endedAt.push(visit.endedAt.getTime());
      lengths.push(visit.productIds.length);
      // Backward, because the whole is reversed.
      for (const id of visit.productIds.toReversed()) {
        productOf.push(numberIn(products, id));
        carted.push(visit.cartedIds.includes(id) ? 1 : 0);
      }
    },
    count: () => lengths.length,
    finish(): VisitColumns {
      const offsets = new Int32Array(lengths.length + 1);
      lengths.reverse().forEach((length, visit) => {
        offsets[visit + 1] = (offsets[visit] ?? 0) + length;
      });
      return {
        profileIds: [...profiles.keys()],
        productIds: [...products.keys()],
        profileOf: Int32Array.from(profileOf).reverse(),
        startedAt: Float64Array.from(startedAt).reverse(),
        endedAt: Float64Array.from(endedAt).reverse(),
        offsets,
        productOf: Int32Array.from(productOf).reverse(),
        carted: Uint8Array.from(carted).reverse(),
      };
    },
  };
}

/** The latest visits of two products or more, without their visitors and times. */
export function selectLongVisits(
  { productIds, offsets, productOf }: VisitColumns,
  maxVisits: number,
): PastVisits {
  const long = Int32Array.from({ length: offsets.length - 1 }, (_, visit) => visit).filter(
    (visit) => (offsets[visit + 1] ?? 0) - (offsets[visit] ?? 0) >= 2,
  );
  const visits = collectVisits();
  for (const visit of long.subarray(Math.max(0, long.length - maxVisits))) {
    const viewed = productOf.subarray(offsets[visit], offsets[visit + 1]);
    visits.add(Array.from(viewed, (product) => productIds[product] ?? ""));
  }
  return visits.finish();
}

function numberIn(numbers: Map<string, number>, id: string): number {
  const number = numbers.get(id) ?? numbers.size;
  numbers.set(id, number);
  return number;
}
