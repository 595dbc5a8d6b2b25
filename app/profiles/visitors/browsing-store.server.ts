import type { Tx } from "~/db.server";
import { customerIdOf, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { summarizeVisits } from "./browsing";
import { listVisits, type VisitRow } from "./visit-store.server";

/** Maximum number of latest visits per profile in the summary. */
const MAX_VISITS = 500;

/**
 * Recomputes the browsing summaries of these profiles. A new visitor
 * gets a profile; a visitor without remaining visits loses it.
 */
export async function projectBrowsing(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<void> {
  if (profileIds.length === 0) return;
  const visits = await listVisits(tx, shopId, profileIds, MAX_VISITS);
  const rows = profileIds.map((profileId) =>
    summarizeProfile(profileId, visits.get(profileId) ?? []),
  );
  await tx.$executeRaw`
    insert into profile as known (shop_id, profile_id, customer_id, created_at, browsing, last_seen_at)
    select ${shopId}, "profileId", "customerId", "firstSeenAt", browsing, "lastSeenAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming (
      "profileId" text, "customerId" text, "firstSeenAt" timestamptz, browsing jsonb,
      "lastSeenAt" timestamptz)
    where "firstSeenAt" is not null
    order by "profileId"
    on conflict (shop_id, profile_id) do update set
      browsing = excluded.browsing, last_seen_at = excluded.last_seen_at`;
  const withoutVisits = rows
    .filter(({ firstSeenAt }) => firstSeenAt === null)
    .map((it) => it.profileId);
  await tx.$executeRaw`
    update profile set browsing = '{}', last_seen_at = null
    where shop_id = ${shopId} and profile_id = any(${withoutVisits}::text[]) and customer_id is not null`;
  await tx.$executeRaw`
    delete from profile
    where shop_id = ${shopId} and profile_id = any(${withoutVisits}::text[]) and customer_id is null`;
}

function summarizeProfile(profileId: ProfileId, visits: readonly VisitRow[]) {
  return {
    profileId,
    customerId: customerIdOf(profileId),
    browsing: summarizeVisits(visits),
    firstSeenAt: visits[0]?.startedAt ?? null,
    lastSeenAt: visits.reduce<Date | null>(
      (last, { endedAt }) => (last && last >= endedAt ? last : endedAt),
      null,
    ),
  };
}
