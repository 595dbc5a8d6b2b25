import { randomBytes } from "node:crypto";
import { cartPayload } from "../payloads/cart-payload";
import type { CartLine, CartRecord } from "../store-records";
import type { HappeningOf } from "../happening";
import { findOrThrow, type Changes, type Scene } from "./play";

type LineInput = HappeningOf<"cart_updated">["lines"][number];

export const newCartToken = () => `c1-${randomBytes(16).toString("hex")}`;

/** Carts of the storefront. An emptied cart continues to exist, as in Shopify. */
export const cartChanges: Changes<"cart_created" | "cart_updated"> = {
  cart_created(scene, { cart: { token = newCartToken(), lines } }) {
    const { store } = scene.shop;
    if (store.carts.has(token)) throw new RangeError(`there is a cart ${token} already`);
    const cart: CartRecord = {
      token,
      createdAt: scene.at,
      updatedAt: scene.at,
      currency: store.shop.currency,
      lines: lines.map((line) => cartLine(scene, line)),
    };
    store.carts.set(token, cart);
    return { id: token, emissions: [cartEmission(scene, "carts/create", cart)] };
  },

  cart_updated(scene, { token, lines }) {
    const cart = findOrThrow("cart", token, scene.shop.store.carts.get(token));
    cart.lines = lines.map((line) => cartLine(scene, line));
    cart.updatedAt = scene.at;
    return { id: token, emissions: [cartEmission(scene, "carts/update", cart)] };
  },
};

function cartLine({ shop: { store } }: Scene, { variantId, quantity }: LineInput): CartLine {
  const productId = store.productOfVariant.get(variantId) ?? "";
  const product = findOrThrow("product of variant", variantId, store.products.get(productId));
  const variant = findOrThrow(
    "variant",
    variantId,
    product.variants.find((it) => it.id === variantId),
  );
  // A line of an online cart has its variant's number.
  return {
    id: variantId,
    productId,
    variantId,
    title: product.title,
    sku: variant.sku,
    quantity,
    unitPrice: variant.price,
  };
}

const cartEmission = ({ shop }: Scene, topic: string, cart: CartRecord) => ({
  topic,
  payload: cartPayload(shop, cart),
});
