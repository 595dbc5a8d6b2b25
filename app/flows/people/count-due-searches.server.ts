import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { BY_HABIT } from "./find-by-habit.job.server";
import { BY_STOCK } from "./find-by-stock.job.server";
import { listShopsToSearch } from "./search-for.server";

/** How many rounds of looking for people are due in a shop: by habit, by stock. */
export async function countDueSearches(db: Db, shopId: ShopId, now: Date): Promise<number> {
  let due = 0;
  for (const round of [BY_HABIT, BY_STOCK]) {
    due += (await listShopsToSearch(db, round, now, shopId)).length;
  }
  return due;
}
