import { formatCounted } from "~/components/formats";
import type { SyncPageData } from "~/profiles/reconciliation/sync-page.server";

type Resource = SyncPageData["resources"][number];
type Find = SyncPageData["days"][number]["finds"][number];

export const NOUNS = {
  products: { one: "product", many: "products" },
  customers: { one: "customer", many: "customers" },
  orders: { one: "order", many: "orders" },
} as const;

export const TITLES = { products: "Products", customers: "Customers", orders: "Orders" } as const;

/** "2 new orders, 1 changed", "1 product that was deleted" */
export function findWords({ resource, newCount, changedCount, deletedCount }: Find): string {
  const { one, many } = NOUNS[resource];
  const parts = [
    ...(newCount > 0 ? [formatCounted(newCount, `new ${one}`, `new ${many}`)] : []),
    ...(changedCount > 0 ? [formatCounted(changedCount, `changed ${one}`, `changed ${many}`)] : []),
    ...(deletedCount > 0 ? [formatCounted(deletedCount, `deleted ${one}`, `deleted ${many}`)] : []),
  ];
  return parts.join(", ");
}

/** Whether the counts still differ after comparing all ids. */
export const hasUnequalCounts = (it: Resource): boolean =>
  !it.isBusy && it.keptCount === 0 && it.shopifyCount !== it.ownCount;

/** Whether nothing is delayed or running, and the counts agree. */
export const isUpToDate = (resources: readonly Resource[]): boolean =>
  resources.every(
    (it) => it.reason === null && it.keptCount === 0 && !it.isBusy && !hasUnequalCounts(it),
  );
