import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { SUGGESTED_AUDIENCES, type SuggestedAudience } from "~/segments/suggested-audiences";

/** What one email to a suggested audience would bring. */
export interface AudienceForecast {
  readonly audience: SuggestedAudience;
  readonly people: number;
  /** Attributed revenue in minor units of the shop's currency. */
  readonly revenueMinor: number;
}

export async function saveAudienceForecast(
  db: Db,
  shopId: ShopId,
  { audience, ...forecast }: AudienceForecast & { readonly forecastAt: Date },
): Promise<void> {
  await db.audienceForecast.upsert({
    where: { shopId_audience: { shopId, audience } },
    create: { shopId, audience, ...forecast },
    update: forecast,
  });
}

/** The forecasts of audiences with people in them, most revenue first. */
export async function listAudienceForecasts(db: Db, shopId: ShopId): Promise<AudienceForecast[]> {
  const rows = await db.audienceForecast.findMany({
    where: { shopId, people: { gt: 0 } },
    orderBy: [{ revenueMinor: "desc" }, { audience: "asc" }],
    select: { audience: true, people: true, revenueMinor: true },
  });
  return rows.flatMap(({ audience: stored, ...forecast }) => {
    const audience = SUGGESTED_AUDIENCES.find((it) => it === stored);
    return audience ? { audience, ...forecast } : [];
  });
}
