import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { Brand } from "./brand";

/** How the pages look that a shop's mails lead to. */
export interface PageBranding {
  readonly shopName: string;
  readonly logoUrl: string | null;
  /** Null where the merchant has chosen none. */
  readonly accent: string | null;
}

const { shopName, logoUrl, accent } = Brand.shape;

/**
 * What of a shop's brand such a page shows. It opens nothing sealed, and a
 * setting that cannot be read counts as none: an unsubscribe must not fail for
 * a logo.
 *
 * @returns null for a shop that is not known (any more)
 */
export async function findPageBranding(db: Db, shopId: ShopId): Promise<PageBranding | null> {
  const shop = await db.shop.findUnique({
    where: { shopId },
    select: { name: true, settings: { select: { brand: true } } },
  });
  if (!shop) return null;
  const saved = (shop.settings?.brand ?? {}) as Readonly<Record<string, unknown>>;
  return {
    shopName: shopName.safeParse(saved["shopName"]).data ?? shop.name,
    logoUrl: logoUrl.safeParse(saved["logoUrl"]).data ?? null,
    accent: accent.safeParse(saved["accent"]).data ?? null,
  };
}
