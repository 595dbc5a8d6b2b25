import type { Db } from "~/db.server";
import { loadCarts } from "~/flows/facts/load-carts.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { MessageIntent } from "../message";
import { loadNamedProducts, type NamedProduct } from "./email-products.server";
import type { AbandonedCheckout } from "./recipient-facts.server";

interface MessageOf {
  readonly profileId: ProfileId;
  readonly intent: Pick<MessageIntent, "trigger">;
}

interface Sender {
  readonly shop: { readonly url: string; readonly currency: string };
  readonly now: Date;
}

/** Current contents of the carts, by profile id. Empty carts are missing. */
export async function loadAbandonedCarts(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageOf[],
  { shop, now }: Sender,
): Promise<Map<string, AbandonedCheckout>> {
  const owners = messages.flatMap(({ profileId, intent }) =>
    intent.trigger.kind === "cart" ? [profileId] : [],
  );
  const carts = await loadCarts(db, shopId, [...new Set(owners)], now);
  const origin = shop.url.replace(/\/$/, "");
  return new Map(
    [...carts].flatMap(([profileId, cart]) => {
      const lines = cart.lines.filter(({ isAvailable }) => isAvailable);
      if (lines.length === 0) return [];
      // A Shopify cart permalink: it fills the cart and opens it instead of the checkout.
      const filled = lines.map(({ variantId, quantity }) => `${variantId ?? ""}:${quantity}`);
      const left: AbandonedCheckout = {
        lines: lines.map(({ productId, variantId, title, variantTitle, quantity, priceMinor }) => ({
          productId,
          variantId,
          title,
          variantTitle,
          quantity,
          netMinor: priceMinor * quantity,
        })),
        totalMinor: lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0),
        currency: shop.currency,
        recoveryUrl: `${origin}/cart/${filled.join(",")}?storefront=true`,
      };
      return [[profileId, left]];
    }),
  );
}

/** The trigger products, by key. Deleted products are missing. */
export function loadTriggerProducts(
  db: Db,
  shopId: ShopId,
  intents: readonly Pick<MessageIntent, "trigger">[],
  shopUrl: string,
): Promise<Map<string, NamedProduct>> {
  const refs = intents.flatMap(({ trigger }) => (trigger.kind === "product" ? [trigger] : []));
  return loadNamedProducts(
    db,
    shopId,
    refs.map(({ productId, variantId }) => ({ productId, variantId })),
    shopUrl,
  );
}
