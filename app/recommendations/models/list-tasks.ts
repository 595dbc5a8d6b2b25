import type { ProductWeights } from "~/ml/neighbors/product-neighbors";
import type { BlendedList } from "../blend";
import type { ListBasis } from "./model-queries";
import { foldHistory, type Moment } from "../purchases/profile-history";
import { DAY_MS } from "../purchases/purchase";
import type { PurchaseHistories } from "../purchases/purchase-histories";

/** A list as of the cut, and its customer's later purchases from it. */
export interface ListTask {
  readonly basis: ListBasis;
  readonly targets: ReadonlySet<number>;
  readonly accepts: (product: number) => boolean;
}

const NOTHING: ProductWeights = { products: [], weights: [] };

/**
 * Turns purchases after a cut into tasks for a list: repeat purchases, first purchases, and products bought in one
 * order with another. Nothing after the cut is known except the targets and the order's query product.
 *
 * @param cut ms since 1970; purchases at it are known @param mayBeListed one flag per product @returns one task per
 * customer, or one per order for `goes_with`, in the order of the histories
 */
export function listTasks(
  list: BlendedList,
  { profiles, offsets, productOf, at }: PurchaseHistories,
  cut: number,
  mayBeListed: Uint8Array,
): ListTask[] {
  const tasks: ListTask[] = [];
  const listable = (product: number) => mayBeListed[product] === 1;
  for (let profile = 0; profile < profiles; profile++) {
    const before: Moment[] = [];
    const orders = new Map<number, Set<number>>();
    const end = offsets[profile + 1] ?? 0;
    for (let n = offsets[profile] ?? 0; n < end; n++) {
      const product = productOf[n] ?? 0;
      const moment = at[n] ?? 0;
      if (moment <= cut) before.push({ product, ageDays: (cut - moment) / DAY_MS });
      else orders.set(moment, (orders.get(moment) ?? new Set()).add(product));
    }
    if (orders.size === 0 || (list !== "goes_with" && before.length === 0)) continue;
    const history = foldHistory(before);
    const isOwn = (product: number) => history.own.has(product);
    const bought = new Set([...orders.values()].flatMap((products) => [...products]));

    if (list === "goes_with") {
      for (const order of orders.values()) {
        // The choice of the query product must not depend on product ids.
        const asking = [...order][(tasks.length + profile) % order.size] ?? 0;
        const accepts = (product: number) =>
          listable(product) && product !== asking && !isOwn(product);
        push({ products: [asking], weights: [1] }, order, accepts);
      }
    } else {
      const isAgain = list === "buy_again";
      push(NOTHING, bought, (product) => listable(product) && isOwn(product) === isAgain);
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
