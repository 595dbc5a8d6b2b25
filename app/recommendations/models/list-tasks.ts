import type { ProductWeights } from "~/ml/neighbours/product-neighbours";
import type { BlendedList } from "../lists/blend";
import type { ListBasis } from "../lists/model-queries";
import { foldHistory, type Moment } from "../purchases/profile-history";
import { DAY_MS } from "../purchases/purchase";
import type { PurchaseHistories } from "../purchases/purchase-histories";

/** A list that might have been shown at the cut, and what its customer then bought of it. */
export interface ListTask {
  readonly basis: ListBasis;
  readonly targets: ReadonlySet<number>;
  readonly accepts: (product: number) => boolean;
}

const NOTHING: ProductWeights = { products: [], weights: [] };

/**
 * Turns what customers bought after a cut into tasks for a list: what they bought again, what they
 * bought for the first time, and what was in one order beside one of its products. Of a customer
 * nothing later than the cut is known but the targets, and the one product that the order is
 * asked by.
 *
 * @param cut ms since 1970; what was bought at it is known
 * @param mayBeListed one flag a product
 * @returns one task a customer, or one an order for `goes_with`, in the order of the histories
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
        // Which of its products asks must not hang on what they are called.
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
