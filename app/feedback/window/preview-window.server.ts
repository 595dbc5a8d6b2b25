import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { getAttributionWindowHours } from "../attribution-store.server";
import { sumByWindow, type WindowCredit } from "./window-store.server";

/** What another attribution window would change. */
export interface WindowPreview {
  readonly windowDays: number;
  readonly currency: string;
  readonly now: WindowCredit;
  readonly then: WindowCredit;
}

/** Of so many days' orders. */
const PREVIEW_DAYS = 90;
const DAY_MS = 86_400_000;

/** Counts the credits of the last 90 days as they are and as they would be; nothing is written. */
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
