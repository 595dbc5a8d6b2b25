import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { getAttributionWindowHours } from "~/feedback/attribution-store.server";
import { sumByWindow, type WindowCredit } from "~/feedback/window/window-store.server";

/** Effect of another attribution window. */
export interface WindowPreview {
  readonly windowDays: number;
  readonly currency: string;
  readonly now: WindowCredit;
  readonly then: WindowCredit;
}

/** Days of orders in the preview. */
const PREVIEW_DAYS = 90;
const DAY_MS = 86_400_000;

/** Compares attributions of the last 90 days with those under another window; writes nothing. */
export async function previewWindow(
  db: Db,
  shopId: ShopId,
  windowDays: number,
  at: Date,
): Promise<WindowPreview> {
  const since = new Date(at.getTime() - PREVIEW_DAYS * DAY_MS);
  const hours = await getAttributionWindowHours(db, shopId);
  const [shop, now, then] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { currency: true } }),
    sumByWindow(db, shopId, hours, since),
    sumByWindow(db, shopId, Math.round(windowDays * 24), since),
  ]);
  return { windowDays, currency: shop.currency, now, then };
}
