import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { ShopTheme } from "./measure-contrast";
import type { ThemeName } from "./designs/themes";
import { Brand, DEFAULT_ACCENT } from "../brand/brand";

/** The shop's theme and color; a setting that is missing or invalid counts as not set. */
export async function findShopTheme(db: Db, shopId: ShopId): Promise<ShopTheme> {
  const settings = await db.settings.findUnique({ where: { shopId }, select: { brand: true } });
  const saved = (settings?.brand ?? {}) as Readonly<Record<string, unknown>>;
  return {
    theme: Brand.shape.theme.parse(saved["theme"]),
    accent: Brand.shape.accent.safeParse(saved["accent"]).data ?? DEFAULT_ACCENT,
  };
}

/** Changes the theme of all the shop's emails. The new version makes an open settings form reload. */
export async function saveShopTheme(
  tx: Tx,
  shopId: ShopId,
  { theme, now }: { readonly theme: ThemeName; readonly now: Date },
): Promise<void> {
  const change = JSON.stringify({ theme });
  await tx.$executeRaw`
    insert into settings (shop_id, brand, updated_at) values (${shopId}, ${change}::jsonb, ${now})
    on conflict (shop_id) do update set brand = settings.brand || excluded.brand,
      version = settings.version + 1, updated_at = excluded.updated_at`;
}
