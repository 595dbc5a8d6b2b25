import type { Db, Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** The latest value of a customer property, set by a flow or through the API. */
export interface CustomerProperty {
  readonly name: string;
  readonly value: string;
  readonly flowId: string;
  readonly setAt: string;
}

/** A customer's properties, by name. */
export async function listCustomerProperties(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
): Promise<CustomerProperty[]> {
  const rows = await db.profileProperty.findMany({
    where: { shopId, profileId },
    orderBy: { name: "asc" },
    select: { name: true, value: true, flowId: true, setAt: true },
  });
  return rows.flatMap(({ setAt, value, ...property }) =>
    value === null ? [] : [{ ...property, value, setAt: setAt.toISOString() }],
  );
}

const MAX_NAMES = 100;

/** Names of all properties of the shop's customers. */
export async function listPropertyNames(db: Db, shopId: ShopId): Promise<string[]> {
  const rows = await db.profileProperty.findMany({
    where: { shopId, value: { not: null } },
    distinct: ["name"],
    orderBy: { name: "asc" },
    take: MAX_NAMES,
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}

/** A profile property, which every flow can test. */
export interface ProfileProperty {
  readonly profileId: ProfileId;
  /** The flow that set it; "shopify-flow" for Shopify Flow workflows, "api" for the Events API. */
  readonly flowId: string;
  readonly name: string;
  /** Null: removed. */
  readonly value: string | null;
}

/** Sets or removes profile properties; the last value per name counts. */
export async function setProperties(
  tx: Tx,
  shopId: ShopId,
  properties: readonly ProfileProperty[],
  now: Date,
): Promise<void> {
  if (properties.length === 0) return;
  const latest = new Map(properties.map((it) => [`${it.profileId}/${it.name}`, it]));
  const rows = [...latest.values()].map(({ profileId, flowId, name, value }) => ({
    profile_id: profileId,
    flow_id: flowId,
    name,
    value,
  }));
  await tx.$executeRaw`
    insert into profile_property (shop_id, profile_id, name, value, flow_id, set_at)
    select ${shopId}, found.profile_id, found.name, found.value, found.flow_id, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as found (
      profile_id text, name text, value text, flow_id text)
    on conflict (shop_id, profile_id, name) do update
      set value = excluded.value, flow_id = excluded.flow_id, set_at = excluded.set_at`;
}
