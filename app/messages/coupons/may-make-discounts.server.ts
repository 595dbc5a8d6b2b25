import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { isGranted } from "~/shopify/is-granted";

/** Whether the shop allows Kindred to create discounts. */
export async function mayMakeDiscounts(db: Db, shopId: ShopId): Promise<boolean> {
  const shop = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { grantedScopes: true },
  });
  return isGranted(shop.grantedScopes, "write_discounts");
}
