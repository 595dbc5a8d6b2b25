import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { foldInteractions, type Interaction, type Interests } from "./interest";

/** Older interactions weigh less than a hundredth of a view. */
const READ_DAYS = 90;

/**
 * The products that each profile viewed, carted, took to a checkout or clicked in emails, from the projected rows: an
 * event counts once it is projected, and visitor joins and customer merges apply. Profiles without any are absent.
 */
export async function listInterests(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<ReadonlyMap<string, Interests>> {
  const rows = await readRows<Interaction & { readonly profileId: ProfileId }>(
    db,
    Prisma.sql`
    with recursive requested as (
      select profile_id, customer_id from profile
      where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])
      union
      select requested.profile_id, merged.customer_id
      from requested join customer_merge merged
        on merged.shop_id = ${shopId} and merged.into_customer_id = requested.customer_id
    ), since as (select ${now}::timestamptz - make_interval(days => ${READ_DAYS}) as at)
    select visit.profile_id as "profileId", interaction.kind, seen->>'productId' as "productId",
      visit.ended_at as at
    from visit cross join lateral jsonb_array_elements(viewed) as seen
    cross join lateral (
      select 'viewed' as kind where (seen->>'views')::int > 0
      union all select 'put_in_cart' where (seen->>'added')::int > 0
    ) as interaction
    where visit.shop_id = ${shopId} and visit.profile_id = any(${[...profileIds]}::text[])
      and visit.started_at > (select at from since)
    union all
    select checkout.profile_id, 'taken_to_checkout', line->>'productId', checkout.source_updated_at
    from checkout cross join lateral jsonb_array_elements(lines) as line
    where checkout.shop_id = ${shopId} and checkout.profile_id = any(${[...profileIds]}::text[])
      and checkout.deleted_at is null and line->>'productId' is not null
      and checkout.source_updated_at > (select at from since)
    union all
    select requested.profile_id, 'clicked', clicked."productId", clicked.occurred_at
    from requested cross join lateral (
      -- The offset makes PostgreSQL look up each customer. It expects few clicks, and would read all of the shop's.
      select event.payload->>'productId' as "productId", event.occurred_at from event
      where event.shop_id = ${shopId} and event.customer_id = requested.customer_id
        and event.kind = 'email_clicked' and event.payload->>'classification' = 'human'
        and event.occurred_at > (select at from since)
      offset 0
    ) as clicked
    where clicked."productId" is not null`,
    { at: "instant" },
  );
  const byProfile = Map.groupBy(rows, ({ profileId }) => profileId);
  return new Map(
    [...byProfile].map(([profileId, interactions]) => [
      profileId,
      foldInteractions(interactions, now),
    ]),
  );
}
