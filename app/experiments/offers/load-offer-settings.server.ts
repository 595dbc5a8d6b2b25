import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { OfferSettings } from "./offer-settings";

/** A shop's limits and costs of chosen discounts. */
export async function loadOfferSettings(db: Db, shopId: ShopId): Promise<OfferSettings> {
  const row = await db.settings.findUnique({ where: { shopId }, select: { sending: true } });
  return OfferSettings.parse(row?.sending ?? {});
}
