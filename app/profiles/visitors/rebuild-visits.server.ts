import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { projectBrowsing } from "./browsing-store.server";
import { listJoins } from "./join-store.server";
import { customerAt } from "./owner";
import { visitsOf } from "./visit";
import { insertVisits, listStretchEvents, takeStretches, type Told } from "./visit-store.server";

/**
 * Rebuilds the visits of these visitors in the affected periods
 * and updates the summaries of their old and new profiles. Batches of any
 * size, order and repetition lead to the same rows.
 */
export async function rebuildVisits(tx: Tx, shopId: ShopId, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const { stretches, profileIds: before } = await takeStretches(tx, shopId, told);
  const events = await listStretchEvents(tx, shopId, stretches);
  const joins = await listJoins(tx, shopId, [...events.keys()]);
  const made = [...events].flatMap(([visitorId, own]) => {
    const owner = customerAt(joins.get(visitorId) ?? []);
    const profileAt = (at: Date) => {
      const customerId = owner(at);
      return customerId === null ? `v${visitorId}` : `c${customerId}`;
    };
    return visitsOf(own, profileAt).map((visit) => ({ visitorId, ...visit }));
  });
  await insertVisits(tx, shopId, made);
  const profileIds = [...new Set([...before, ...made.map(({ profileId }) => profileId)])];
  await projectBrowsing(tx, shopId, profileIds);
}
