import type { Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { summarizeOrders } from "../project-profile";
import { listSummedOrders } from "./summed-orders.server";

/** Recomputes the order summaries of these profiles. */
export async function projectSummaries(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<void> {
  if (profileIds.length === 0) return;
  const { orders, currency } = await listSummedOrders(tx, shopId, profileIds);
  const rows = profileIds.map((profileId) => ({
    profileId,
    ...summarizeOrders(orders.get(profileId) ?? [], currency),
  }));
  await tx.$executeRaw`
    update profile set order_count = "orderCount", net_spend_minor = "netSpendMinor",
      first_order_at = "firstOrderAt", last_order_at = "lastOrderAt", traits = summary.traits
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as summary (
      "profileId" text, "orderCount" int, "netSpendMinor" bigint, "firstOrderAt" timestamptz,
      "lastOrderAt" timestamptz, traits jsonb)
    where shop_id = ${shopId} and profile_id = "profileId"`;
}
