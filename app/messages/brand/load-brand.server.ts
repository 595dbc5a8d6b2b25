import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { ShopContact, shopContactLocation } from "~/privacy/shop-contact";
import type { ClosedAs } from "~/shopify/closed-shop";
import { resolveBrand, type BrandOutcome } from "./brand";

/** A shop with its brand. */
export interface ShopBrand {
  readonly shop: {
    readonly name: string;
    readonly currency: string;
    readonly url: string;
    readonly timeZone: string;
    readonly isInstalled: boolean;
    /** When the app lost access to the shop; null while it has access. */
    readonly accessLostAt: Date | null;
    /** Why the shop is closed for now; null when it is open. */
    readonly closedAs: ClosedAs | null;
  };
  readonly outcome: BrandOutcome;
  /** Stored sending settings. */
  readonly sending: unknown;
}

/**
 * The shop's brand from the merchant's settings, with Shopify's values as defaults.
 *
 * @throws AppError `not_found` for a shop that is not a tenant
 */
export async function loadBrand(
  db: Db,
  shopId: ShopId,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<ShopBrand> {
  // Read before each batch: Prisma's own `include` needs two statements and three times the work.
  const [shop] = await readRows<Row>(
    db,
    Prisma.sql`
    select name, currency, coalesce(primary_url, 'https://' || shop_id) as url,
      time_zone as "timeZone", uninstalled_at is null as "isInstalled",
      access_lost_at as "accessLostAt", closed_as as "closedAs",
      sealed_contact as "sealedContact", brand, sending, texts
    from shop left join settings using (shop_id) where shop_id = ${shopId}`,
    { accessLostAt: "instant", sealedContact: "bytes" },
  );
  if (!shop) throw new AppError("not_found", "No such shop", { context: { shopId } });
  const { sealedContact, brand, sending, texts, ...known } = shop;
  const contact = sealedContact
    ? ShopContact.parse(JSON.parse(keyring.open(sealedContact, shopContactLocation(shopId))))
    : null;
  const addressLines = contact
    ? [contact.address1, contact.address2, contact.city, contact.zip, contact.countryCode]
    : [];
  return {
    shop: known,
    sending: sending ?? {},
    outcome: resolveBrand(
      {
        name: known.name,
        addressLines: addressLines.flatMap((line) => line ?? []),
        contactEmail: contact?.email ?? null,
      },
      (brand ?? {}) as Record<string, unknown>,
      texts,
    ),
  };
}

type Row = ShopBrand["shop"] & {
  readonly sealedContact: Uint8Array | null;
  readonly brand: unknown;
  readonly sending: unknown;
  readonly texts: unknown;
};
