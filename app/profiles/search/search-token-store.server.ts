import type { Db, Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { listSearchPrefixes, type SearchedContact } from "./search-words";

interface Deps {
  readonly keyring: Pick<Keyring, "searchToken">;
}

/** Writes by which beginnings these customers are found, instead of what was written before. */
export async function replaceSearchTokens(
  tx: Tx,
  shopId: ShopId,
  customers: readonly { readonly profileId: ProfileId; readonly contact: SearchedContact }[],
  { keyring }: Deps,
): Promise<void> {
  if (customers.length === 0) return;
  const rows = customers.flatMap(({ profileId, contact }) =>
    listSearchPrefixes(contact).map((prefix) => ({
      profile_id: profileId,
      // JSON numbers have 53 bits.
      token: keyring.searchToken(shopId, prefix).toString(),
    })),
  );
  // Most were written before: an order repeats the customer's name and address.
  await tx.$executeRaw`
    with found as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as found (
        token bigint, profile_id text)),
    dropped as (
      delete from search_token it
      where it.shop_id = ${shopId}
        and it.profile_id = any(${customers.map(({ profileId }) => profileId)}::text[])
        and not exists (
          select 1 from found where found.token = it.token and found.profile_id = it.profile_id))
    insert into search_token (shop_id, token, profile_id)
    select ${shopId}, token, profile_id from found
    on conflict do nothing`;
}

/** More are not ordered by their last order: a name that so many share needs another word. */
const MAX_ORDERED = 20_000;

/** Lists customers who have all of these beginnings, latest order first. */
export async function listProfilesByTokens(
  db: Db,
  shopId: ShopId,
  prefixes: readonly string[],
  { keyring, limit }: Deps & { readonly limit: number },
): Promise<ProfileId[]> {
  if (prefixes.length === 0) return [];
  const tokens = prefixes.map((prefix) => keyring.searchToken(shopId, prefix));
  const rows = await db.$queryRaw<{ profileId: ProfileId }[]>`
    select profile.profile_id as "profileId"
    from (
      select profile_id from search_token
      where shop_id = ${shopId} and token = any(${tokens}::bigint[])
      group by profile_id having count(*) = ${tokens.length}
      limit ${MAX_ORDERED}) as found
    join profile on profile.shop_id = ${shopId} and profile.profile_id = found.profile_id
    order by last_order_at desc nulls last, profile.profile_id
    limit ${limit}`;
  return rows.map(({ profileId }) => profileId);
}
