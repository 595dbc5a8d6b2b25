import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { ShopContact, shopContactPlace } from "~/privacy/shop-contact";
import { ACCESS_GRACE_MS } from "./access-grace";
import type { ClosedAs } from "./closed-shop";
import type { ShopInfo } from "./operations/shop-info";

export type Installation = "installed" | "reinstalled" | "unchanged";

/** Writes what Shopify tells of a shop, and says whether that made it a tenant. Safe to repeat. */
export async function upsertShop(
  tx: Tx,
  shopId: ShopId,
  { shop, installationId }: Pick<ShopInfo, "shop"> & { readonly installationId: string },
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<Installation> {
  const facts = {
    shopifyGid: shop.id,
    name: shop.name,
    currency: shop.currencyCode,
    timeZone: shop.ianaTimezone,
    countryCode: shop.shopAddress.countryCodeV2,
    shipsToCountries: shop.shipsToCountries,
    primaryUrl: shop.primaryDomain.url,
    sealedContact: keyring.seal(JSON.stringify(contactFrom(shop)), shopContactPlace(shopId)),
    accessLostAt: null,
    installationId,
    closedAt: null,
    closedAs: null,
  };
  const created = await tx.shop.createMany({
    data: [{ shopId, ...facts, installedAt: now }],
    skipDuplicates: true,
  });
  if (created.count === 1) return "installed";

  // The word of an uninstall may come late or never: another installation tells that there was one. So may the
  // shop have left and come back where access was lost for long; what happened meanwhile was not told.
  const leftBefore = new Date(now.getTime() - ACCESS_GRACE_MS);
  const returned = await tx.shop.updateMany({
    where: {
      shopId,
      OR: [
        { uninstalledAt: { not: null } },
        { accessLostAt: { lte: leftBefore } },
        { installationId: { not: installationId } },
      ],
    },
    data: { installedAt: now, uninstalledAt: null },
  });
  await tx.shop.update({ where: { shopId }, data: facts });
  return returned.count === 1 ? "reinstalled" : "unchanged";
}

/**
 * Notes since when Shopify has refused the app in a shop that is not known to
 * have left: the webhook that would say so may have been lost.
 *
 * @returns whether that is news
 */
export async function markAccessLost(db: Db, shopId: ShopId, now: Date): Promise<boolean> {
  const { count } = await db.shop.updateMany({
    where: { shopId, uninstalledAt: null, accessLostAt: null },
    data: { accessLostAt: now },
  });
  return count === 1;
}

/** Notes that Shopify says that the shop is closed for now; since when stays as it was noted first. */
export async function markClosed(
  db: Db,
  shopId: ShopId,
  closedAs: ClosedAs,
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    update shop set closed_at = coalesce(closed_at, ${now}::timestamptz), closed_as = ${closedAs}
    where shop_id = ${shopId} and closed_as is distinct from ${closedAs}`;
}

/** Keeps where the shop ships to. */
export async function noteMarkets(
  db: Db,
  shopId: ShopId,
  shipsToCountries: string[],
): Promise<void> {
  await db.shop.updateMany({ where: { shopId }, data: { shipsToCountries } });
}

/** The shop is open, as far as Shopify says. */
export async function markOpen(db: Db, shopId: ShopId): Promise<void> {
  await db.shop.updateMany({
    where: { shopId, closedAt: { not: null } },
    data: { closedAt: null, closedAs: null },
  });
}

/** Shopify has answered the app in this shop. */
export async function markAccessKept(db: Db, shopId: ShopId): Promise<void> {
  await db.shop.updateMany({
    where: { shopId, accessLostAt: { not: null } },
    data: { accessLostAt: null },
  });
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
