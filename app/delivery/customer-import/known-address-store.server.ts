import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { OPTED_OUT_STATES } from "~/flows/rules/exit-reason";
import type { KnownAddress } from "./plan-import";

interface Row extends Omit<KnownAddress, "isSubscribed"> {
  readonly emailIndex: string;
  readonly isSubscribed: boolean | null;
}

/**
 * What is known about addresses: the customer who has each, suppressions, opt-outs, and consents that were imported before.
 * Of several customers with one address it is the one that Shopify changed last.
 *
 * @param emailIndexes blind indexes, hexadecimal
 */
export async function findKnownAddresses(
  db: Db,
  shopId: ShopId,
  emailIndexes: readonly string[],
): Promise<ReadonlyMap<string, KnownAddress>> {
  if (emailIndexes.length === 0) return new Map();
  const optedOut = [...OPTED_OUT_STATES];
  const rows = await db.$queryRaw<Row[]>`
    select address.hex as "emailIndex", owner.profile_id as "profileId",
      owner.marketing_state = 'subscribed' as "isSubscribed",
      exists (select 1 from profile where shop_id = ${shopId}
        and email_index = address.email_index and marketing_state = any(${optedOut}::text[]))
      or exists (select 1 from consent_entry where shop_id = ${shopId}
        and email_index = address.email_index and purpose = 'marketing' and kind = 'withdrawn')
        as "hasOptedOut",
      array(select reason from suppression where shop_id = ${shopId}
        and email_index = address.email_index) as reasons,
      array(select entry_id from consent_entry where shop_id = ${shopId}
        and email_index = address.email_index and source = 'import' and kind = 'given') as "consentIds"
    from (select hex, decode(hex, 'hex') as email_index
      from unnest(${[...new Set(emailIndexes)]}::text[]) hex) address
    left join lateral (
      select profile_id, marketing_state from profile
      where shop_id = ${shopId} and email_index = address.email_index
        and customer_id is not null and deleted_at is null
      order by source_updated_at desc nulls last
      limit 1) owner on true`;
  return new Map(
    rows.map(({ emailIndex, isSubscribed, ...rest }): [string, KnownAddress] => [
      emailIndex,
      { ...rest, isSubscribed: isSubscribed ?? false },
    ]),
  );
}
