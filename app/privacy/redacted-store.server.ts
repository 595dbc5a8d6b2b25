import type { Db } from "~/db.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** Which of these customers were erased, so that they must not get new data. */
export async function listRedactedCustomers(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
): Promise<ReadonlySet<string>> {
  if (customerIds.length === 0) return new Set();
  const rows = await db.profile.findMany({
    where: { shopId, customerId: { in: [...new Set(customerIds)] }, marketingState: "redacted" },
    select: { customerId: true },
  });
  return new Set(rows.flatMap((it) => it.customerId ?? []));
}
