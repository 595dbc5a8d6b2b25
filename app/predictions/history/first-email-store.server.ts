import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { FirstEmail } from "./first-emails";
import { findHoldoutPeriod } from "./holdout-period";
import { listSavedHoldouts } from "./saved-holdouts.server";

/**
 * Each person's first email in the latest period of the shop-wide holdout: the one that was planned, or withheld. A person
 * whose first email was of a campaign that excludes customers unlikely to be influenced is left out, whether held out
 * or not: the model would learn from its own choice.
 *
 * @param profileIds the people to list, in this order
 */
export async function readFirstEmails(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<FirstEmail[]> {
  const saved = await listSavedHoldouts(db, shopId);
  const period = findHoldoutPeriod(saved.map(({ at, shopRate }) => ({ at, rate: shopRate })));
  if (!period) return [];
  const rows = await db.$queryRaw<{ profileId: ProfileId; day: number; isHeldOut: boolean }[]>`
    with first_email as (
      select distinct on (profile_id) profile_id, message_id, planned_at,
        coalesce(reason = 'shop_holdout', false) as is_held_out
      from message_status
      where shop_id = ${shopId} and (flow_id is not null or campaign_id is not null)
        and planned_at >= ${period.measuredSince} and planned_at <= ${now}
      order by profile_id, planned_at, message_id
    )
    select f.profile_id as "profileId", floor(extract(epoch from f.planned_at) / 86400)::int as day,
      f.is_held_out as "isHeldOut"
    from first_email f
    join message m on m.shop_id = ${shopId} and m.message_id = f.message_id
    where f.planned_at >= ${period.since}
      and f.planned_at < coalesce(${period.until}::timestamptz, 'infinity')
      and m.intent->>'skipsUnlikely' is distinct from 'true'
    order by f.profile_id`;
  const places = new Map(profileIds.map((id, place) => [id, place]));
  return rows.flatMap(({ profileId, day, isHeldOut }) => {
    const customer = places.get(profileId);
    return customer === undefined ? [] : [{ customer, day, isHeldOut }];
  });
}
