import type { Db } from "~/db.server";
import { findPixelAccount } from "~/events/pixel-account-store.server";
import type { ShopId } from "~/lib/shop-id";
import { THEME_PARTS, themeEditorUrl, type ThemePart } from "~/shopify/theme-parts";

/** What Kindred has in the storefront. Only App Bridge knows which blocks are in the theme. */
export interface StorefrontSummary {
  /** `retrying`: Shopify did not accept it yet. */
  readonly pixel: "connected" | "connecting" | "retrying";
  /** End of the last visit that the pixel reported, ISO 8601; null: none yet. */
  readonly lastVisitAt: string | null;
  readonly editorUrls: Readonly<Record<ThemePart, string>>;
}

/** The web pixel's state, its last visit by (shopId, endedAt), and links into the theme editor. */
export async function getStorefront(
  db: Db,
  shopId: ShopId,
  apiKey: string,
): Promise<StorefrontSummary> {
  const [account, visit] = await Promise.all([
    findPixelAccount(db, shopId),
    db.visit.findFirst({
      where: { shopId },
      orderBy: { endedAt: "desc" },
      select: { endedAt: true },
    }),
  ]);
  const editorUrls = THEME_PARTS.map((part) => [part, themeEditorUrl(shopId, apiKey, part)]);
  return {
    pixel: account?.syncedAt ? "connected" : account?.lastError ? "retrying" : "connecting",
    lastVisitAt: visit?.endedAt.toISOString() ?? null,
    editorUrls: Object.fromEntries(editorUrls) as StorefrontSummary["editorUrls"],
  };
}
