import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { DAY_MS } from "~/recommendations/purchases/purchase";
import type { DescribedProduct } from "~/recommendations/models/count-terms";
import { groupByUser } from "../../../backtest/recommenders/interactions";
import { toPurchases, type DatedPurchases } from "../../../backtest/recommenders/product-purchases";

/** One product in one order; customers and products are numbered from 0. */
export interface BoughtLine {
  readonly customer: number;
  readonly product: number;
  /** ms since 1970, or the number of the order where only the sequence is known. */
  readonly at: number;
  readonly valueMinor: number;
}

/** A shop whose figures are computed by the back-test in memory and by the product in its database. */
export interface ShopToCompare {
  readonly name: string;
  /** By product number. */
  readonly looks: readonly Pick<DescribedProduct, "title" | "priceMinor">[];
  /** Until the cut; each customer has some. */
  readonly known: readonly BoughtLine[];
  readonly later: readonly BoughtLine[];
  /** A start of a day; null without a calendar. */
  readonly cut: Date | null;
}

/** What both sides learn lists from. */
export interface ListInput {
  readonly customers: number;
  /** Sorted by customer and time, as the purchases are. */
  readonly known: readonly BoughtLine[];
  readonly interactions: ReturnType<typeof groupByUser>;
  readonly options: {
    readonly isOwnTime: boolean;
    readonly seed: number;
    readonly products: readonly DescribedProduct[];
  };
  readonly dated: DatedPurchases;
}

export function toListInput({ known: lines, looks, cut }: ShopToCompare): ListInput {
  const known = lines.toSorted((a, b) => a.customer - b.customer || a.at - b.at);
  const customers = 1 + known.reduce((last, { customer }) => Math.max(last, customer), 0);
  const interactions = groupByUser({
    users: customers,
    items: looks.length,
    userOf: known.map(({ customer }) => customer),
    itemOf: known.map(({ product }) => product),
    days: known.map(({ at }) => (cut ? at / DAY_MS : at)),
    order: "time",
  });
  const products = looks.map((look, product) => ({
    vendor: "",
    productType: "",
    tags: [],
    ...look,
    productId: String(product).padStart(String(Math.max(customers, looks.length)).length, "0"),
  }));
  const options = { isOwnTime: cut === null, seed: 1, products };
  return { customers, known, interactions, options, dated: toPurchases(interactions, options) };
}

/** All purchases by day, for predictions. */
export function toDailyPurchases({ known, later }: ShopToCompare, customers: number): Purchases {
  const lines = [...known, ...later];
  return groupPurchases({
    customers,
    customerOf: lines.map(({ customer }) => customer),
    days: lines.map(({ at }) => Math.floor(at / DAY_MS)),
    values: lines.map(({ valueMinor }) => valueMinor),
    lines: lines.map(() => 1),
  });
}

/** The products of each customer's later orders. */
export function targetsOf({ later }: ShopToCompare, customers: number): ReadonlySet<number>[] {
  const targets = Array.from({ length: customers }, () => new Set<number>());
  for (const { customer, product } of later) targets[customer]?.add(product);
  return targets;
}
