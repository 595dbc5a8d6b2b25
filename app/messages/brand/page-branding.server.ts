import type { Db } from "~/db.server";
import type { GermanAddress } from "~/i18n/locale";
import { readOwnTexts, type OwnTexts } from "~/i18n/own-texts";
import type { ShopId } from "~/lib/shop-id";
import { Brand } from "./brand";

/** Branding of the pages that emails link to. */
export interface PageBranding {
  readonly shopName: string;
  readonly logoUrl: string | null;
  /** Null if not set. */
  readonly accent: string | null;
  readonly germanAddress: GermanAddress;
  /** The shop's own texts, if it has any. */
  readonly texts?: OwnTexts;
}

const { shopName, logoUrl, accent, germanAddress } = Brand.shape;

/**
 * The branding of such a page. It decrypts nothing, and an invalid setting counts as not set: an unsubscribe
 * must not fail because of a logo.
 *
 * @returns null for an unknown or erased shop
 */
export async function findPageBranding(db: Db, shopId: ShopId): Promise<PageBranding | null> {
  const shop = await db.shop.findUnique({
    where: { shopId },
    select: { name: true, settings: { select: { brand: true, texts: true } } },
  });
  if (!shop) return null;
  const saved = (shop.settings?.brand ?? {}) as Readonly<Record<string, unknown>>;
  return {
    shopName: shopName.safeParse(saved["shopName"]).data ?? shop.name,
    logoUrl: logoUrl.safeParse(saved["logoUrl"]).data ?? null,
    accent: accent.safeParse(saved["accent"]).data ?? null,
    germanAddress: addressOf(saved),
    ...readOwnTexts(shop.settings?.texts),
  };
}

/** How the shop's German texts address the reader. */
export async function findGermanAddress(db: Db, shopId: ShopId): Promise<GermanAddress> {
  const settings = await db.settings.findUnique({ where: { shopId }, select: { brand: true } });
  return addressOf((settings?.brand ?? {}) as Readonly<Record<string, unknown>>);
}

const addressOf = (saved: Readonly<Record<string, unknown>>): GermanAddress =>
  germanAddress.safeParse(saved["germanAddress"]).data ?? "informal";
