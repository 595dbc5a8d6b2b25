import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { EVENT_PAYLOADS } from "~/events/event";
import type { CartLine } from "~/events/browsing";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { DurationMs, addMs } from "../definition/duration";
import { foldCart, type CartEvent, type FoldedCart } from "./fold-cart";

/** Older cart events are ignored. */
const CART_WINDOW_MS = DurationMs.days(14);

/** A cart line with catalog data. */
interface PricedLine extends CartLine {
  readonly title: string;
  readonly variantTitle: string | null;
  readonly imageUrl: string | null;
  /** Unit price in minor units of the shop's currency. */
  readonly priceMinor: number;
  readonly isAvailable: boolean;
}

export interface Cart extends Omit<FoldedCart, "lines"> {
  readonly lines: readonly PricedLine[];
}

/** Loads the current carts of these profiles. Profiles without a cart are absent. */
export async function loadCarts(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<Map<string, Cart>> {
  if (profileIds.length === 0) return new Map();
  const since = addMs(now, -CART_WINDOW_MS);
  const cartEvents = await readRows<CartEventRow>(
    db,
    Prisma.sql`
    select visit.profile_id as "profileId", event.kind, event.occurred_at as at, event.payload
    from visit
    join event on event.shop_id = visit.shop_id and event.visitor_id = visit.visitor_id
      and event.occurred_at between visit.started_at and visit.ended_at
    where visit.shop_id = ${shopId} and visit.profile_id = any(${[...profileIds]}::text[])
      and visit.started_at >= ${since}::timestamptz
      and event.kind in ('product_added_to_cart', 'product_removed_from_cart', 'cart_viewed')
    union all
    select profile_id, 'ordered', placed_at, '{}' from "order"
    where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])
      and placed_at >= ${since}::timestamptz`,
    { at: "instant" },
  );
  const eventsByProfile = Map.groupBy(cartEvents, ({ profileId }) => profileId);
  const carts = [...eventsByProfile].flatMap(([profileId, rows]) => {
    const cart = foldCart(rows.map(toCartEvent));
    return cart ? [[profileId, cart] as const] : [];
  });
  const variantIds = carts.flatMap(([, { lines }]) =>
    lines.flatMap(({ variantId }) => variantId ?? []),
  );
  const variants = await loadVariants(db, shopId, variantIds);
  return new Map(
    carts.map(([profileId, cart]) => [
      profileId,
      {
        ...cart,
        // Lines of unknown variants can be neither shown nor priced.
        lines: cart.lines.flatMap((line) => {
          const variant = variants.get(line.variantId ?? "");
          return variant ? [{ ...line, ...variant }] : [];
        }),
      },
    ]),
  );
}

interface CartEventRow {
  readonly profileId: ProfileId;
  readonly kind: "product_added_to_cart" | "product_removed_from_cart" | "cart_viewed" | "ordered";
  readonly at: Date;
  readonly payload: unknown;
}

function toCartEvent({ kind, at, payload }: CartEventRow): CartEvent {
  switch (kind) {
    case "ordered":
      return { kind, at };
    case "cart_viewed":
      return { kind: "viewed", at, lines: EVENT_PAYLOADS.cart_viewed.parse(payload).lines };
    case "product_added_to_cart":
    case "product_removed_from_cart":
      return {
        kind: kind === "product_added_to_cart" ? "added" : "removed",
        at,
        line: EVENT_PAYLOADS[kind].parse(payload),
      };
  }
}

type VariantFacts = Omit<PricedLine, keyof CartLine>;

async function loadVariants(
  db: Db,
  shopId: ShopId,
  variantIds: readonly string[],
): Promise<Map<string, VariantFacts>> {
  if (variantIds.length === 0) return new Map();
  const rows = await db.variant.findMany({
    where: { shopId, variantId: { in: [...new Set(variantIds)] } },
    include: { product: true },
  });
  return new Map(
    rows.map(({ variantId, title, priceMinor, availableForSale, product }) => [
      variantId,
      {
        title: product.title,
        // Shopify's name for the one variant of a product without any.
        variantTitle: title === "Default Title" ? null : title,
        imageUrl: product.imageUrl,
        priceMinor: Number(priceMinor),
        isAvailable: availableForSale && product.deletedAt === null && product.status === "active",
      },
    ]),
  );
}
