import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** The latest value that a flow set for a customer property. */
export interface CustomerProperty {
  readonly name: string;
  readonly value: string;
  readonly flowId: string;
  readonly setAt: string;
}

/** A customer's properties set by flows, by name. */
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
  return rows.map(({ setAt, ...property }) => ({ ...property, setAt: setAt.toISOString() }));
}

const MAX_NAMES = 100;

/** Names of all properties that flows have set in the shop. */
export async function listPropertyNames(db: Db, shopId: ShopId): Promise<string[]> {
  const rows = await db.profileProperty.findMany({
    where: { shopId },
    distinct: ["name"],
    orderBy: { name: "asc" },
    take: MAX_NAMES,
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}
