import type { ProductWeights } from "~/ml/neighbors/product-neighbors";
import type { BlendedList } from "../blend";
import type { ListBasis } from "./model-queries";
import { foldHistory, type Moment, type ProfilePurchases } from "../purchases/profile-history";
import { DAY_MS } from "../purchases/purchase";
import { exploredIn, type SortedVisits } from "../browsing/sorted-visits";
import type { PurchaseHistories } from "../purchases/purchase-histories";

/** A list as of the cut, and its customer's later purchases from it. */
export interface ListTask {
  readonly basis: ListBasis;
  readonly targets: ReadonlySet<number>;
  readonly accepts: (product: number) => boolean;
}

/** A customer who ordered after the cut. Nothing after the cut is known but these orders. */
export interface ReturningCustomer {
  readonly profile: number;
  /** As of the cut. */
  readonly history: ProfilePurchases;
  /** Products by order, oldest first. */
  readonly orders: readonly ReadonlySet<number>[];
}

const NOTHING: ProductWeights = { products: [], weights: [] };

/** An even sample of all customers is used, which bounds time and memory. */
const MAX_CUSTOMERS = 3_000;

/**
 * The customers who ordered after a cut.
 *
 * @param cut ms since 1970; purchases at it are known
 * @param visits until the cut; `null` without any
 */
export function findReturning(
  { profiles, profileIds, offsets, productOf, at }: PurchaseHistories,
  cut: number,
  visits: SortedVisits | null = null,
): ReturningCustomer[] {
  const returning = Int32Array.from({ length: profiles }, (_, profile) => profile).filter(
    (profile) => (at[(offsets[profile + 1] ?? 0) - 1] ?? 0) > cut,
  );
  const every = Math.ceil(returning.length / MAX_CUSTOMERS);
  return Array.from(
    returning.filter((_, n) => n % every === 0),
    (profile) => {
      const before: Moment[] = [];
      const orders = new Map<number, Set<number>>();
      const end = offsets[profile + 1] ?? 0;
      for (let n = offsets[profile] ?? 0; n < end; n++) {
        const product = productOf[n] ?? 0;
        const moment = at[n] ?? 0;
        if (moment <= cut) before.push({ product, ageDays: (cut - moment) / DAY_MS });
        else orders.set(moment, (orders.get(moment) ?? new Set()).add(product));
      }
      const explored = visits ? exploredIn(visits, profileIds[profile] ?? "", cut) : [];
      return { profile, history: foldHistory(before, explored), orders: [...orders.values()] };
    },
  );
}

/**
 * Turns purchases after a cut into tasks for a list: repeat purchases, first purchases, both together, and products
 * bought in one order with another.
 *
 * @param mayBeListed one flag per product
 * @returns one task per customer, or one per order for `goes_with`
 */
export function listTasks(
  list: BlendedList,
  customers: readonly ReturningCustomer[],
  mayBeListed: Uint8Array,
): ListTask[] {
  const tasks: ListTask[] = [];
  const listable = (product: number) => mayBeListed[product] === 1;
  for (const { profile, history, orders } of customers) {
    const isUnknown = history.purchases.length === 0 && history.explored.length === 0;
    if (list !== "goes_with" && isUnknown) continue;
    const isOwn = (product: number) => history.own.has(product);

    if (list === "goes_with") {
      for (const order of orders) {
        // The choice of the query product must not depend on product ids.
        const asking = [...order][(tasks.length + profile) % order.size] ?? 0;
        const accepts = (product: number) =>
          listable(product) && product !== asking && !isOwn(product);
        push({ products: [asking], weights: [1] }, order, accepts);
      }
    } else {
      const bought = new Set(orders.flatMap((products) => [...products]));
      const accepts =
        list === "next_basket"
          ? listable
          : (product: number) => listable(product) && isOwn(product) === (list === "buy_again");
      push(NOTHING, bought, accepts);
    }

    function push(
      trigger: ProductWeights,
      wanted: ReadonlySet<number>,
      accepts: (product: number) => boolean,
    ): void {
      const targets = new Set([...wanted].filter(accepts));
      if (targets.size > 0) tasks.push({ basis: { history, trigger }, targets, accepts });
    }
  }
  return tasks;
}
