import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** What one email to the customers who are about to lapse would bring. */
export interface LapseForecast {
  readonly people: number;
  /** Attributed revenue in minor units of the shop's currency. */
  readonly revenueMinor: number;
}

export async function saveLapseForecast(
  db: Db,
  shopId: ShopId,
  forecast: LapseForecast & { readonly forecastAt: Date },
): Promise<void> {
  await db.lapseForecast.upsert({
    where: { shopId },
    create: { shopId, ...forecast },
    update: forecast,
  });
}

export async function findLapseForecast(db: Db, shopId: ShopId): Promise<LapseForecast | null> {
  return db.lapseForecast.findUnique({
    where: { shopId },
    select: { people: true, revenueMinor: true },
  });
}
