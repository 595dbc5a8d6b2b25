import type { Tx } from "~/db.server";
import { profileIdOfCustomer, profileIdOfVisitor } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { projectBrowsing } from "./browsing-store.server";
import { listJoins } from "./join-store.server";
import { customerAt } from "./owner";
import { splitIntoVisits } from "./visit";
import {
  insertVisits,
  listPeriodEvents,
  takeAffectedPeriods,
  type VisitorPeriod,
} from "./visit-store.server";

/**
 * Rebuilds the visits of these visitors in the affected periods
 * and updates the summaries of their old and new profiles. Batches of any
 * size, order and repetition lead to the same rows.
 */
export async function rebuildVisits(
  tx: Tx,
  shopId: ShopId,
  changed: readonly VisitorPeriod[],
): Promise<void> {
  if (changed.length === 0) return;
  const { periods, profileIds: before } = await takeAffectedPeriods(tx, shopId, changed);
  const events = await listPeriodEvents(tx, shopId, periods);
  const joins = await listJoins(tx, shopId, [...events.keys()]);
  const rebuilt = [...events].flatMap(([visitorId, own]) => {
    const owner = customerAt(joins.get(visitorId) ?? []);
    const profileAt = (at: Date) => {
      const customerId = owner(at);
      return customerId === null ? profileIdOfVisitor(visitorId) : profileIdOfCustomer(customerId);
    };
    return splitIntoVisits(own, profileAt).map((visit) => ({ visitorId, ...visit }));
  });
  await insertVisits(tx, shopId, rebuilt);
  const profileIds = [...new Set([...before, ...rebuilt.map(({ profileId }) => profileId)])];
  await projectBrowsing(tx, shopId, profileIds);
}
