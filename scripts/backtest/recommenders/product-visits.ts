import { VISIT_GAP_MS } from "~/profiles/visitors/visit";
import {
  collectVisitColumns,
  type BrowsedVisit,
  type VisitColumns,
} from "~/recommendations/sessions/visit-columns";

/** Views and carts, in any order: user `userOf[n]` looked at item `itemOf[n]`. */
export interface BrowsingRecords {
  readonly userOf: readonly number[];
  readonly itemOf: readonly number[];
  readonly seconds: readonly number[];
  /** 1 if the item was put in the cart. */
  readonly carted: readonly number[];
}

/**
 * Splits the views of each user into visits at a pause of half an hour, as a shop does.
 *
 * @param idOf the id of a user or an item by its number
 */
export function toVisitColumns(
  { userOf, itemOf, seconds, carted }: BrowsingRecords,
  idOf: (n: number) => string,
): VisitColumns {
  const order = Int32Array.from(userOf.keys()).sort(
    (a, b) => userOf[a]! - userOf[b]! || seconds[a]! - seconds[b]! || a - b,
  );
  const visits: BrowsedVisit[] = [];
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && isSameVisit(order[to - 1]!, order[to]!)) to++;
    const rows = [...order.subarray(from, to)];
    visits.push({
      profileId: idOf(userOf[rows[0]!]!),
      startedAt: new Date(seconds[rows[0]!]! * 1_000),
      endedAt: new Date(seconds[rows.at(-1)!]! * 1_000),
      productIds: [...new Set(rows.map((row) => idOf(itemOf[row]!)))],
      cartedIds: rows.filter((row) => carted[row] === 1).map((row) => idOf(itemOf[row]!)),
    });
    from = to;
  }
  const columns = collectVisitColumns();
  for (const visit of visits.sort((a, b) => +b.endedAt - +a.endedAt)) columns.add(visit);
  return columns.finish();

  function isSameVisit(before: number, after: number): boolean {
    const pauseMs = 1_000 * (seconds[after]! - seconds[before]!);
    return userOf[before] === userOf[after] && pauseMs <= VISIT_GAP_MS;
  }
}
