import type { ShopId } from "~/lib/shop-id";
import { at, gidTail, idOf, textOf } from "../read-json";

interface NamedShop {
  readonly domain?: readonly string[];
  readonly id?: readonly string[];
  /** The action uses Shopify's answer, not the body. */
  readonly verifiesWithShopify?: true;
}

const SHOP: NamedShop = { domain: ["myshopify_domain"], id: ["id"] };
const SUBJECT: NamedShop = { domain: ["shop_domain"], id: ["shop_id"] };

/** Where the body of a lifecycle topic names its shop. */
const NAMED_SHOPS: Readonly<Record<string, NamedShop>> = {
  "app/uninstalled": SHOP,
  "shop/update": SHOP,
  "customers/data_request": SUBJECT,
  "customers/redact": SUBJECT,
  "shop/redact": SUBJECT,
  "app/scopes_update": { id: ["shop_id"], verifiesWithShopify: true },
  "app_subscriptions/update": {
    id: ["app_subscription", "admin_graphql_api_shop_id"],
    verifiesWithShopify: true,
  },
  "bulk_operations/finish": { verifiesWithShopify: true },
};

/**
 * Why a lifecycle webhook does not belong to the shop in its header, or null. Shopify signs only
 * the body, so a body signed for one shop must have no effect on another.
 */
export function shopMismatchReason(
  topic: string,
  body: unknown,
  { shopId, shopifyGid }: { readonly shopId: ShopId; readonly shopifyGid: string | null },
): string | null {
  const named = Object.hasOwn(NAMED_SHOPS, topic) ? NAMED_SHOPS[topic] : undefined;
  if (!named) return null;
  const domain = named.domain ? textOf(at(body, ...named.domain), 255) : null;
  if (domain !== null) return domain.toLowerCase() === shopId ? null : ANOTHER;
  const reference = named.id ? at(body, ...named.id) : null;
  const id = idOf(reference) ?? gidTail(reference, "Shop");
  if (id !== null && shopifyGid !== null) {
    return id === gidTail(shopifyGid, "Shop") ? null : ANOTHER;
  }
  return named.verifiesWithShopify ? null : "the body names no shop";
}

const ANOTHER = "the body names another shop";
