import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { CheckoutLine, Personal } from "~/events/event";
import { placedEventId } from "~/events/from-shopify/order";
import { openPersonal } from "~/events/personal-data.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { Contact, contactLocation } from "~/profiles/contact";
import type { MessageIntent } from "../message";

type Opener = { readonly keyring: Pick<Keyring, "open"> };

export interface Recipient {
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
  /** Whether their opens may be tracked. */
  readonly openTracking: boolean;
  /** Their customer properties, by name. */
  readonly property: Readonly<Record<string, string>>;
}

/** The recipients, by profile id. Those without an address are missing. */
export async function loadRecipients(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  { keyring }: Opener,
): Promise<Map<ProfileId, Recipient>> {
  const rows = await readRows<RecipientRow>(
    db,
    Prisma.sql`
    select profile_id as "profileId", sealed_contact as "sealedContact",
      coalesce(preference.language, locale) as locale,
      coalesce(preference.open_tracking, true) and refusal.customer_id is null as "openTracking",
      (select coalesce(jsonb_object_agg(name, value), '{}') from profile_property property
        where property.shop_id = profile.shop_id and property.profile_id = profile.profile_id
          and value is not null) as property
    from profile left join email_preference preference
      on preference.shop_id = profile.shop_id and preference.email_index = profile.email_index
    left join tracking_refusal refusal
      on refusal.shop_id = profile.shop_id and refusal.customer_id = profile.customer_id
    where profile.shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])
      and sealed_contact is not null`,
    { sealedContact: "bytes" },
  );
  return new Map(
    rows.flatMap(({ profileId, sealedContact, ...rest }) => {
      const opened = keyring.open(sealedContact, contactLocation(shopId, profileId));
      const { email, firstName, lastName } = Contact.parse(JSON.parse(opened));
      return email ? [[profileId, { email, firstName, lastName, ...rest }]] : [];
    }),
  );
}

interface RecipientRow {
  readonly profileId: ProfileId;
  readonly sealedContact: Uint8Array;
  readonly locale: string | null;
  readonly openTracking: boolean;
  readonly property: Readonly<Record<string, string>>;
}

export interface AbandonedCheckout {
  readonly lines: readonly CheckoutLine[];
  readonly totalMinor: number;
  readonly currency: string;
  readonly recoveryUrl: string;
}

/** The abandoned checkouts, by token, with recovery links. Those without a link are missing. */
export async function loadCheckouts(
  db: Db,
  shopId: ShopId,
  intents: readonly Pick<MessageIntent, "trigger">[],
  { keyring }: Opener,
): Promise<Map<string, AbandonedCheckout>> {
  const tokens = intents.flatMap(({ trigger }) =>
    trigger.kind === "checkout" ? [trigger.token] : [],
  );
  if (tokens.length === 0) return new Map();
  const rows = await readRows<CheckoutRow>(
    db,
    Prisma.sql`
    select token, lines, total_minor as "totalMinor", currency, sealed_recovery_url as "sealedUrl"
    from checkout
    where shop_id = ${shopId} and token = any(${tokens}::text[]) and sealed_recovery_url is not null`,
    { totalMinor: "bigint", sealedUrl: "bytes" },
  );
  return new Map(
    rows.map((row) => {
      const place = { table: "checkout", column: "sealed_recovery_url", shopId, row: row.token };
      const checkout: AbandonedCheckout = {
        lines: CheckoutLine.array().parse(row.lines),
        totalMinor: Number(row.totalMinor),
        currency: row.currency,
        recoveryUrl: keyring.open(row.sealedUrl, place),
      };
      return [row.token, checkout];
    }),
  );
}

interface CheckoutRow {
  readonly token: string;
  readonly lines: unknown;
  readonly totalMinor: bigint;
  readonly currency: string;
  readonly sealedUrl: Uint8Array;
}

export interface BoughtOrder {
  /** "#1001" */
  readonly name: string;
  readonly lines: readonly {
    readonly productId: string | null;
    readonly title: string;
    readonly quantity: number;
    readonly netMinor: number;
  }[];
  readonly totalMinor: number;
  readonly currency: string;
  /** Its page in Shopify; null if Shopify did not report it, or it was erased. */
  readonly statusUrl: string | null;
}

/** The orders, by id. The most expensive line comes first. */
export async function loadOrders(
  db: Db,
  shopId: ShopId,
  intents: readonly Pick<MessageIntent, "trigger">[],
  { keyring }: Opener,
): Promise<Map<string, BoughtOrder>> {
  const orderIds = intents.flatMap(({ trigger }) =>
    trigger.kind === "order" ? [trigger.orderId] : [],
  );
  if (orderIds.length === 0) return new Map();
  const [rows, statusUrls] = await Promise.all([
    db.order.findMany({
      where: { shopId, orderId: { in: orderIds } },
      include: { lines: { orderBy: [{ netMinor: "desc" }, { lineId: "asc" }] } },
    }),
    loadStatusUrls(db, shopId, orderIds, { keyring }),
  ]);
  return new Map(
    rows.flatMap(({ orderId, name, totalMinor, currency, lines }) => {
      if (lines.length === 0) return [];
      const bought = lines.map(({ productId, title, quantity, netMinor }) => ({
        productId,
        title,
        quantity,
        netMinor: Number(netMinor),
      }));
      return [
        [
          orderId,
          {
            ...{ name, lines: bought, totalMinor: Number(totalMinor), currency },
            statusUrl: statusUrls.get(placedEventId(orderId)) ?? null,
          },
        ] as const,
      ];
    }),
  );
}

/** The status pages of orders, by the id of the event of their placement. */
async function loadStatusUrls(
  db: Db,
  shopId: ShopId,
  orderIds: readonly string[],
  { keyring }: Opener,
): Promise<Map<string, string>> {
  const sourceIds = orderIds.map(placedEventId);
  const rows = await db.event.findMany({
    where: { shopId, source: "shopify", sourceId: { in: sourceIds }, sealed: { not: null } },
    select: { source: true, sourceId: true, sealed: true },
  });
  return new Map(
    rows.flatMap(({ source, sourceId, sealed }) => {
      if (sealed === null) return [];
      const personal = Personal.parse(openPersonal(shopId, { source, sourceId, sealed }, keyring));
      return personal.orderStatusUrl ? [[sourceId, personal.orderStatusUrl]] : [];
    }),
  );
}

/** Images of the products in carts and orders, by product id. */
export async function loadImages(
  db: Db,
  shopId: ShopId,
  baskets: readonly { readonly lines: readonly { readonly productId: string | null }[] }[],
): Promise<Map<string, string>> {
  const productIds = baskets.flatMap(({ lines }) =>
    lines.flatMap(({ productId }) => productId ?? []),
  );
  if (productIds.length === 0) return new Map();
  const rows = await readRows<{ productId: string; imageUrl: string }>(
    db,
    Prisma.sql`
    select product_id as "productId", image_url as "imageUrl" from product
    where shop_id = ${shopId} and product_id = any(${[...new Set(productIds)]}::text[])
      and image_url <> ''`,
  );
  return new Map(rows.map(({ productId, imageUrl }) => [productId, imageUrl]));
}
