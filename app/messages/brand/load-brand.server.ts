import type { Db } from "~/db.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { ShopContact, shopContactPlace } from "~/privacy/shop-contact";
import type { ClosedAs } from "~/shopify/closed-shop";
import { resolveBrand, type BrandOutcome } from "./brand";

/** A shop as its mails name it, with how the merchant wants them to look. */
export interface ShopBrand {
  readonly shop: {
    readonly name: string;
    readonly currency: string;
    readonly url: string;
    readonly timeZone: string;
    readonly isInstalled: boolean;
    /** Since when Shopify has refused the app there; null while it does not. */
    readonly accessLostAt: Date | null;
    /** Why Shopify says that it is closed for now; null: it is open. */
    readonly closedAs: ClosedAs | null;
  };
  readonly outcome: BrandOutcome;
  /** How the shop sends, as it is stored: delivery/settings/sending-settings.ts. */
  readonly sending: unknown;
}

/**
 * The shop's brand from the merchant's settings, and from what Shopify knows
 * where nothing is set.
 *
 * @throws AppError `not_found` for a shop that is not a tenant
 */
export async function loadBrand(
  db: Db,
  shopId: ShopId,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<ShopBrand> {
  const shop = await db.shop.findUnique({ where: { shopId }, include: { settings: true } });
  if (!shop) throw new AppError("not_found", "No such shop", { context: { shopId } });
  const contact = shop.sealedContact
    ? ShopContact.parse(JSON.parse(keyring.open(shop.sealedContact, shopContactPlace(shopId))))
    : null;
  const addressLines = contact
    ? [contact.address1, contact.address2, contact.city, contact.zip, contact.countryCode]
    : [];
  return {
    shop: {
      name: shop.name,
      currency: shop.currency,
      url: shop.primaryUrl ?? `https://${shopId}`,
      timeZone: shop.timeZone,
      isInstalled: shop.uninstalledAt === null,
      accessLostAt: shop.accessLostAt,
      closedAs: shop.closedAs as ClosedAs | null,
    },
    sending: shop.settings?.sending ?? {},
    outcome: resolveBrand(
      {
        name: shop.name,
        addressLines: addressLines.flatMap((line) => line ?? []),
        contactEmail: contact?.email ?? null,
      },
      (shop.settings?.brand ?? {}) as Record<string, unknown>,
    ),
  };
}
