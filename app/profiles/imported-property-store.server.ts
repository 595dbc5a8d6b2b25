import type { Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { IMPORT_PREFIX } from "./import-prefix";

/** A customer property of an imported file. */
interface ImportedProperty {
  readonly profileId: ProfileId;
  readonly name: string;
  readonly value: string;
}

/** Sets properties of an import. Values that a flow or an app set stay; those of an earlier import are replaced. */
export async function setImportedProperties(
  tx: Tx,
  shopId: ShopId,
  properties: readonly ImportedProperty[],
  { importId, at }: { readonly importId: string; readonly at: Date },
): Promise<void> {
  if (properties.length === 0) return;
  const latest = new Map(properties.map((it) => [`${it.profileId}/${it.name}`, it]));
  const rows = [...latest.values()].map(({ profileId, name, value }) => ({
    profile_id: profileId,
    name,
    value,
  }));
  await tx.$executeRaw`
    insert into profile_property (shop_id, profile_id, name, value, flow_id, set_at)
    select ${shopId}, found.profile_id, found.name, found.value, ${IMPORT_PREFIX + importId},
      ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as found (
      profile_id text, name text, value text)
    on conflict (shop_id, profile_id, name) do update
      set value = excluded.value, flow_id = excluded.flow_id, set_at = excluded.set_at
      where starts_with(profile_property.flow_id, ${IMPORT_PREFIX})`;
}

/**
 * Removes properties that an import set and nothing has set since. The rows stay without a value, so that segments
 * notice the removal.
 *
 * @returns how many, at most `limit`
 */
export async function removeImportedProperties(
  tx: Tx,
  shopId: ShopId,
  importId: string,
  { limit, at }: { readonly limit: number; readonly at: Date },
): Promise<number> {
  return tx.$executeRaw`
    update profile_property set value = null, set_at = ${at}::timestamptz
    where shop_id = ${shopId} and (profile_id, name) in (
      select profile_id, name from profile_property
      where shop_id = ${shopId} and flow_id = ${IMPORT_PREFIX + importId} and value is not null
      limit ${limit}::int)`;
}
