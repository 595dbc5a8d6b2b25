/**
 * A shop's purchases as columns, in any order: purchase `n` is of profile `profileIds[profileOf[n]]`
 * and product `productIds[productOf[n]]`. Small enough to transfer to another thread.
 *
 * A purchase is one product in one order of one customer, without canceled, returned and test orders. Quantity does
 * not count: a bulk purchase says no more about taste than a single unit.
 */
export interface PurchaseColumns {
  readonly profileIds: readonly string[];
  readonly productIds: readonly string[];
  readonly profileOf: Int32Array;
  readonly productOf: Int32Array;
  /** When the order was placed, ms since 1970; products of one order share it. */
  readonly at: Float64Array;
}

/**
 * Purchases by profile, oldest first: those of profile `p` are `offsets[p] … offsets[p + 1] − 1` of `productOf` and
 * `at`. At the same time they are in product order.
 */
export interface PurchaseHistories {
  readonly profiles: number;
  /** The id of each profile, ascending. */
  readonly profileIds: readonly string[];
  /** profiles + 1 positions. */
  readonly offsets: Int32Array;
  readonly productOf: Int32Array;
  /** ms since 1970. */
  readonly at: Float64Array;
}

/** Collects purchases one by one. */
export function collectPurchases() {
  const profiles = createNumbering();
  const products = createNumbering();
  const profileOf: number[] = [];
  const productOf: number[] = [];
  const at: number[] = [];
  return {
    add(profileId: string, productId: string, placedAt: Date): void {
      profileOf.push(profiles.numberOf(profileId));
      productOf.push(products.numberOf(productId));
      at.push(placedAt.getTime());
    },
    finish: (): PurchaseColumns => ({
      profileIds: profiles.ids,
      productIds: products.ids,
      profileOf: Int32Array.from(profileOf),
      productOf: Int32Array.from(productOf),
      at: Float64Array.from(at),
    }),
  };
}

/**
 * Sorts purchases by profile id, time and product. The input order does not matter. Ignores purchases after `until`
 * (ms). Cost: O(purchases × log purchases).
 *
 * @param indexOf product id → its index; unknown products are ignored
 */
export function sortPurchases(
  { profileIds, productIds, profileOf, productOf, at }: PurchaseColumns,
  indexOf: ReadonlyMap<string, number>,
  until: number,
): PurchaseHistories {
  const ranks = new Int32Array(profileIds.length);
  const byId = [...profileIds.keys()].sort((a, b) => compare(profileIds[a], profileIds[b]));
  byId.forEach((profile, rank) => (ranks[profile] = rank));
  const indices = Int32Array.from(productIds, (id) => indexOf.get(id) ?? -1);
  const rankAt = (n: number) => ranks[profileOf[n] ?? 0] ?? 0;
  const indexAt = (n: number) => indices[productOf[n] ?? 0] ?? -1;
  const timeAt = (n: number) => at[n] ?? 0;
  const order = Int32Array.from(at.keys())
    .filter((n) => indexAt(n) >= 0 && timeAt(n) <= until)
    .sort((a, b) => rankAt(a) - rankAt(b) || timeAt(a) - timeAt(b) || indexAt(a) - indexAt(b));

  // A profile without purchases by then does not exist yet.
  const offsets = [0];
  const ids: string[] = [];
  order.forEach((n, place) => {
    const before = order[place - 1];
    if (before !== undefined && rankAt(before) === rankAt(n)) return;
    if (before !== undefined) offsets.push(place);
    ids.push(profileIds[profileOf[n] ?? 0] ?? "");
  });
  if (order.length > 0) offsets.push(order.length);
  return {
    profiles: offsets.length - 1,
    profileIds: ids,
    offsets: Int32Array.from(offsets),
    productOf: Int32Array.from(order, indexAt),
    at: Float64Array.from(order, timeAt),
  };
}

function createNumbering() {
  const numbers = new Map<string, number>();
  const ids: string[] = [];
  return {
    ids,
    numberOf(id: string): number {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      numbers.set(id, ids.length);
      ids.push(id);
      return ids.length - 1;
    },
  };
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
