import { minor } from "../../order-totals";
import { pictureUrl } from "../../world";
import { cartOf, type Visit } from "../visit";

/** The cart in the Ajax API's format: money is in the smallest unit. */
export function cartJson(visit: Visit) {
  const { shop, world } = visit;
  const { currency } = shop.store.shop;
  const cart = cartOf(visit);
  const items = (cart?.lines ?? []).map((line) => {
    const product = shop.store.products.get(line.productId);
    const priceMinor = minor(line.unitPrice, currency);
    return {
      id: Number(line.variantId),
      variant_id: Number(line.variantId),
      product_id: Number(line.productId),
      key: `${line.variantId}:${shop.handle}`,
      title: line.title,
      product_title: line.title,
      quantity: line.quantity,
      price: priceMinor,
      line_price: priceMinor * line.quantity,
      sku: line.sku,
      vendor: product?.vendor ?? "",
      url: `/products/${product?.handle ?? ""}?variant=${line.variantId}`,
      image: pictureUrl(world, product?.imageUrl ?? null),
      properties: {},
    };
  });
  return {
    token: cart?.token ?? null,
    note: null,
    attributes: {},
    item_count: items.reduce((sum, { quantity }) => sum + quantity, 0),
    total_price: items.reduce((sum, { line_price }) => sum + line_price, 0),
    currency,
    items,
  };
}
