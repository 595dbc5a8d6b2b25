import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { ShopContact, shopContactPlace } from "~/privacy/shop-contact";
import type { ShopInfo } from "./operations/shop-info";

export type Installation = "installed" | "reinstalled" | "unchanged";

/** Writes what Shopify tells of a shop, and says whether that made it a tenant. Safe to repeat. */
export async function upsertShop(
  tx: Tx,
  shopId: ShopId,
  { shop }: Pick<ShopInfo, "shop">,
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<Installation> {
  const facts = {
    name: shop.name,
    currency: shop.currencyCode,
    timeZone: shop.ianaTimezone,
    countryCode: shop.shopAddress.countryCodeV2,
    primaryUrl: shop.primaryDomain.url,
    sealedContact: keyring.seal(JSON.stringify(contactFrom(shop)), shopContactPlace(shopId)),
  };
  const created = await tx.shop.createMany({
    data: [{ shopId, ...facts, installedAt: now }],
    skipDuplicates: true,
  });
  if (created.count === 1) return "installed";

  const returned = await tx.shop.updateMany({
    where: { shopId, uninstalledAt: { not: null } },
    data: { installedAt: now, uninstalledAt: null },
  });
  await tx.shop.update({ where: { shopId }, data: facts });
  return returned.count === 1 ? "reinstalled" : "unchanged";
}

/** The shop while the app is installed in it, else null. */
export async function findInstalledShop(db: Db, shopId: ShopId) {
  return db.shop.findFirst({ where: { shopId, uninstalledAt: null } });
}

/** The shop's own e-mail and postal address; null when Shopify has not told them. */
export async function findShopContact(
  db: Db,
  shopId: ShopId,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<ShopContact | null> {
  const shop = await db.shop.findUnique({ where: { shopId }, select: { sealedContact: true } });
  if (!shop?.sealedContact) return null;
  return ShopContact.parse(JSON.parse(keyring.open(shop.sealedContact, shopContactPlace(shopId))));
}

function contactFrom({ contactEmail, shopAddress }: ShopInfo["shop"]): ShopContact {
  const { countryCodeV2, ...address } = shopAddress;
  return { ...address, email: contactEmail, countryCode: countryCodeV2 };
}
