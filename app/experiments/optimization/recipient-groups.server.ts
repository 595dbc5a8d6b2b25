import type { Db } from "~/db.server";
import { customerIdOf, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { readFrequencyGroups } from "~/predictions/history/email-history-store.server";

/** Each recipient's group in `FREQUENCY_GROUPS` at an instant. Visitors are missing. */
export async function findRecipientGroups(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<ReadonlyMap<ProfileId, number>> {
  const customers = [...new Set(profileIds)].flatMap((profileId) => {
    const customerId = customerIdOf(profileId);
    return customerId === null ? [] : [{ profileId, customerId }];
  });
  if (customers.length === 0) return new Map();
  const ids = customers.map(({ customerId }) => customerId);
  const groups = await readFrequencyGroups(db, shopId, ids, now);
  return new Map(
    customers.flatMap(({ profileId }, n) => {
      const group = groups[n];
      return group === undefined ? [] : [[profileId, group] as const];
    }),
  );
}
