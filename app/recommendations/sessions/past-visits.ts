import type { Sessions } from "~/ml/neighbors/session-knn";

/**
 * A shop's storefront visits as columns, oldest first: visit `v` viewed the products `offsets[v] … offsets[v + 1] − 1`
 * of `productOf`, in order. Nothing identifies the visitors.
 */
export interface PastVisits {
  /** An index of a product is a position in it. */
  readonly productIds: readonly string[];
  /** visits + 1 positions. */
  readonly offsets: Int32Array;
  readonly productOf: Int32Array;
}

/** Collects visits one by one, oldest first. */
export function collectVisits() {
  const numbers = new Map<string, number>();
  const productOf: number[] = [];
  const offsets = [0];
  return {
    add(productIds: readonly string[]): void {
      for (const id of productIds) {
        const number = numbers.get(id) ?? numbers.size;
        numbers.set(id, number);
        productOf.push(number);
      }
      offsets.push(productOf.length);
    },
    finish: (): PastVisits => ({
      productIds: [...numbers.keys()],
      offsets: Int32Array.from(offsets),
      productOf: Int32Array.from(productOf),
    }),
  };
}

export const countVisits = ({ offsets }: PastVisits): number => offsets.length - 1;

/** The visits `from` … `to` − 1 as sessions: one step per view, and an age in visits. */
export function toSessions({ offsets, productOf }: PastVisits, from: number, to: number): Sessions {
  const start = offsets[from] ?? 0;
  const items = productOf.slice(start, offsets[to]);
  const steps = new Int32Array(items.length);
  const own = Int32Array.from(
    { length: to - from + 1 },
    (_, n) => (offsets[from + n] ?? 0) - start,
  );
  for (let visit = 0; visit < to - from; visit++) {
    const first = own[visit] ?? 0;
    for (let at = first; at < (own[visit + 1] ?? 0); at++) steps[at] = at - first;
  }
  const ages = Float64Array.from({ length: to - from }, (_, n) => to - from - 1 - n);
  return { items, steps, offsets: own, ages };
}
