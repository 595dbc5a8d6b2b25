import type { Db, Tx } from "~/db.server";
import { DEFAULT_INDUSTRY, INDUSTRIES, type Industry } from "~/i18n/industry";
import type { ShopId } from "~/lib/shop-id";

/** The shop's industry. */
export async function findIndustry(db: Db, shopId: ShopId): Promise<Industry> {
  const settings = await db.settings.findUnique({ where: { shopId }, select: { industry: true } });
  return readIndustry(settings);
}

/** @param settings the row; null: there is none yet. An unknown industry is one of a later version. */
export function readIndustry(settings: { readonly industry: string } | null): Industry {
  return INDUSTRIES.find((it) => it === settings?.industry) ?? DEFAULT_INDUSTRY;
}

/** Changes the shop's industry. The new version makes an open settings form reload. */
export async function saveIndustry(
  tx: Tx,
  shopId: ShopId,
  { industry, now }: { readonly industry: Industry; readonly now: Date },
): Promise<void> {
  await tx.$executeRaw`
    insert into settings (shop_id, industry, updated_at) values (${shopId}, ${industry}, ${now})
    on conflict (shop_id) do update set industry = excluded.industry,
      version = settings.version + 1, updated_at = excluded.updated_at`;
}
