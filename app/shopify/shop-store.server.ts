import type { Db, Tx } from "~/db.server";
import type { PageLocale } from "~/i18n/locale";
import { localeOfMerchant } from "~/i18n/merchant-locale.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { ShopContact, shopContactLocation } from "~/privacy/shop-contact";
import { ACCESS_GRACE_MS } from "./access-grace";
import type { ClosedAs } from "./closed-shop";
import type { ShopInfo } from "./operations/shop-info";

export type Installation = "installed" | "reinstalled" | "unchanged";

/** Creates or updates a shop and returns whether this was an installation. Idempotent. */
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
    sealedContact: keyring.seal(JSON.stringify(contactFrom(shop)), shopContactLocation(shopId)),
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

  // The uninstall webhook may be late or lost: a new installation implies one. After a long loss of
  // access the shop may also have uninstalled and returned; events in between were not received.
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
 * Records when Shopify first denied access to an installed shop: its uninstall webhook may have
 * been lost.
 *
 * @returns whether this is new
 */
export async function markAccessLost(db: Db, shopId: ShopId, now: Date): Promise<boolean> {
  const { count } = await db.shop.updateMany({
    where: { shopId, uninstalledAt: null, accessLostAt: null },
    data: { accessLostAt: now },
  });
  return count === 1;
}

/** Records that the shop is closed; the first time stays. */
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

/** Stores the countries that the shop ships to. */
export async function recordMarkets(
  db: Db,
  shopId: ShopId,
  shipsToCountries: string[],
): Promise<void> {
  await db.shop.updateMany({ where: { shopId }, data: { shipsToCountries } });
}

/**
 * Records the language in which a merchant opened the app.
 *
 * @returns whether none was known before
 */
export async function recordMerchantLocale(
  db: Db,
  shopId: ShopId,
  locale: string,
): Promise<boolean> {
  const data = { merchantLocale: locale };
  const first = await db.shop.updateMany({ where: { shopId, merchantLocale: null }, data });
  if (first.count === 1) return true;
  await db.shop.updateMany({ where: { shopId, merchantLocale: { not: locale } }, data });
  return false;
}

/** The language and region of emails to the shop's team. */
export async function findMerchantLocale(db: Db, shopId: ShopId): Promise<PageLocale> {
  const shop = await db.shop.findUnique({
    where: { shopId },
    select: { merchantLocale: true, countryCode: true },
  });
  return localeOfMerchant(shop ?? { merchantLocale: null, countryCode: null });
}

/** Records that the shop is open. */
export async function markOpen(db: Db, shopId: ShopId): Promise<void> {
  await db.shop.updateMany({
    where: { shopId, closedAt: { not: null } },
    data: { closedAt: null, closedAs: null },
  });
}

/** Shopify answered a request for this shop. */
export async function markAccessConfirmed(db: Db, shopId: ShopId): Promise<void> {
  await db.shop.updateMany({
    where: { shopId, accessLostAt: { not: null } },
    data: { accessLostAt: null },
  });
}

/** The shop if the app is installed in it, else null. */
export async function findInstalledShop(db: Db, shopId: ShopId) {
  return db.shop.findFirst({ where: { shopId, uninstalledAt: null } });
}

/** The shop's own email and postal address; null when Shopify has not reported them. */
export async function findShopContact(
  db: Db,
  shopId: ShopId,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<ShopContact | null> {
  const shop = await db.shop.findUnique({ where: { shopId }, select: { sealedContact: true } });
  if (!shop?.sealedContact) return null;
  return ShopContact.parse(
    JSON.parse(keyring.open(shop.sealedContact, shopContactLocation(shopId))),
  );
}

function contactFrom({ contactEmail, shopAddress }: ShopInfo["shop"]): ShopContact {
  const { countryCodeV2, ...address } = shopAddress;
  return { ...address, email: contactEmail, countryCode: countryCodeV2 };
}
