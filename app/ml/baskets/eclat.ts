/** Baskets: `baskets[b]` contains items 0 … itemCount − 1, each once. */
export interface Baskets {
  readonly baskets: readonly ArrayLike<number>[];
  readonly itemCount: number;
}

/**
 * The frequent item sets as a tree. Set `s` is the set `parents[s]` (−1: the empty set) plus `lastItems[s]`; sets
 * follow their parents.
 */
export interface ItemSets {
  readonly parents: Int32Array;
  readonly lastItems: Int32Array;
  /** Baskets that contain the whole set. */
  readonly supports: Int32Array;
  /** Position of each item in the order in which sets are extended. */
  readonly rankOfItem: Int32Array;
  readonly basketCount: number;
}

/** The items of set `s`, in the order in which they were added. */
export function itemsOfSet({ parents, lastItems }: ItemSets, set: number): number[] {
  const items: number[] = [];
  for (let at = set; at >= 0; at = parents[at]!) items.push(lastItems[at]!);
  return items.reverse();
}

/**
 * Finds every set of items that at least `minSupport` baskets contain: depth first, with a set's baskets as a bit
 * set, and those of a larger set as the intersection of two smaller ones. Pairs are counted beforehand, so that bit
 * sets are only intersected for frequent pairs.
 *
 * - M. Zaki. Scalable algorithms for association mining. IEEE TKDE 12(3), 2000.
 *   doi:10.1109/69.846291
 *
 * Cost: time O(sets × frequent items × baskets / 32) at worst; memory O(items × baskets / 32).
 *
 * @param minSupport baskets, ≥ 1
 * @param maxItems items of the largest set, ≥ 1; without a limit, one large basket that is ordered often has 2^items sets
 */
export function findItemSets(
  { baskets, itemCount }: Baskets,
  minSupport: number,
  maxItems = Infinity,
): ItemSets {
  const supports = new Int32Array(itemCount);
  for (const basket of baskets) {
    for (let n = 0; n < basket.length; n++) supports[basket[n]!]!++;
  }
  // Rare items first: their sets are small, and the tree is largest below them.
  const frequent = Int32Array.from(supports.keys())
    .filter((item) => supports[item]! >= minSupport)
    .sort((a, b) => supports[a]! - supports[b]! || a - b);
  const rankOfItem = new Int32Array(itemCount).fill(-1);
  frequent.forEach((item, rank) => (rankOfItem[item] = rank));
  const words = Math.ceil(baskets.length / 32);
  const pairs = new Int32Array(frequent.length * frequent.length);
  const bits = Array.from(frequent, () => new Int32Array(words));
  baskets.forEach((basket, number) => fillBasket(basket, number, rankOfItem, bits, pairs));

  const found = { parents: [] as number[], lastItems: [] as number[], supports: [] as number[] };
  const isPair = (a: number, b: number) => pairs[a * frequent.length + b]! >= minSupport;
  const spare: Int32Array[][] = [];

  const extend = (
    parent: number,
    ranks: readonly number[],
    sets: readonly Int32Array[],
    counts: readonly number[],
    depth: number,
  ) => {
    spare[depth] ??= [];
    ranks.forEach((rank, n) => {
      const set = found.parents.push(parent) - 1;
      found.lastItems.push(frequent[rank]!);
      found.supports.push(counts[n]!);
      if (depth + 1 >= maxItems) return;
      const next: { ranks: number[]; sets: Int32Array[]; counts: number[] } = {
        ranks: [],
        sets: [],
        counts: [],
      };
      for (let m = n + 1; m < ranks.length; m++) {
        if (!isPair(rank, ranks[m]!)) continue;
        const into = (spare[depth]![next.sets.length] ??= new Int32Array(words));
        const count = intersect(sets[n]!, sets[m]!, into);
        if (count < minSupport) continue;
        next.ranks.push(ranks[m]!);
        next.sets.push(into);
        next.counts.push(count);
      }
      if (next.ranks.length > 0) extend(set, next.ranks, next.sets, next.counts, depth + 1);
    });
  };
  const ranks = [...frequent.keys()];
  extend(
    -1,
    ranks,
    bits,
    ranks.map((rank) => supports[frequent[rank]!]!),
    0,
  );
  return {
    parents: Int32Array.from(found.parents),
    lastItems: Int32Array.from(found.lastItems),
    supports: Int32Array.from(found.supports),
    rankOfItem,
    basketCount: baskets.length,
  };
}

function fillBasket(
  basket: ArrayLike<number>,
  number: number,
  rankOfItem: Int32Array,
  bits: readonly Int32Array[],
  pairs: Int32Array,
): void {
  const frequent = bits.length;
  for (let n = 0; n < basket.length; n++) {
    const rank = rankOfItem[basket[n]!]!;
    if (rank < 0) continue;
    bits[rank]![number >> 5]! |= 1 << (number & 31);
    for (let m = 0; m < basket.length; m++) {
      const other = rankOfItem[basket[m]!]!;
      if (other >= 0) pairs[rank * frequent + other]!++;
    }
  }
}

/**
 * Intersects into `into`.
 * @returns the number of common bits
 */
function intersect(a: Int32Array, b: Int32Array, into: Int32Array): number {
  let count = 0;
  for (let word = 0; word < into.length; word++) {
    let bits = a[word]! & b[word]!;
    into[word] = bits;
    // A fixed-cost bit count is faster than Kernighan's, which branches often on sparse bits.
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
