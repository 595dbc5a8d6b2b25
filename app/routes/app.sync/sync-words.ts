import type { Text } from "~/i18n/create-text";
import type { SyncPageData } from "~/pages/sync/sync-page.server";

type Resource = SyncPageData["resources"][number];
type Find = SyncPageData["days"][number]["finds"][number];

/** The findings about a resource: "2 new orders", "1 changed order". */
export function describeFinds(find: Find, text: Text<"sync">): string[] {
  const { resource, newCount, changedCount, deletedCount } = find;
  return [
    ...(newCount > 0 ? [text(`new.${resource}`, { count: newCount })] : []),
    ...(changedCount > 0 ? [text(`changed.${resource}`, { count: changedCount })] : []),
    ...(deletedCount > 0 ? [text(`deleted.${resource}`, { count: deletedCount })] : []),
  ];
}

/** Whether the counts still differ after comparing all ids. */
export const hasUnequalCounts = (it: Resource): boolean =>
  !it.isBusy && it.keptCount === 0 && it.shopifyCount !== it.ownCount;

/** Whether nothing is delayed or running, and the counts agree. */
export const isUpToDate = (resources: readonly Resource[]): boolean =>
  resources.every(
    (it) => it.reason === null && it.keptCount === 0 && !it.isBusy && !hasUnequalCounts(it),
  );
