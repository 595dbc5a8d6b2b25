import { decimal, minor } from "../order-totals";
import type {
  CartLine,
  CartRecord,
  CheckoutRecord,
  CollectionRecord,
  OrderRecord,
  ProductRecord,
  VariantRecord,
} from "../store-records";
import { pictureUrl, productUrl } from "../world";
import type { StandardEvent } from "./storefront-state";
import type { Visit } from "./visit";

// The data of Shopify's standard events (https://shopify.dev/docs/api/web-pixels-api/standard-events). Ids are plain
// numbers as text, as in the storefront; money is a number here, not text.

export const productViewed = (
  visit: Visit,
  product: ProductRecord,
  variant: VariantRecord,
): StandardEvent => ({
  name: "product_viewed",
  data: { productVariant: variantOf(visit, product, variant) },
});

export const collectionViewed = (
  visit: Visit,
  { id, title }: Pick<CollectionRecord, "id" | "title">,
  products: readonly ProductRecord[],
): StandardEvent => ({
  name: "collection_viewed",
  data: { collection: { id, title, productVariants: firstVariants(visit, products) } },
});

export const searchSubmitted = (
  visit: Visit,
  query: string,
  products: readonly ProductRecord[],
): StandardEvent => ({
  name: "search_submitted",
  data: { searchResult: { query, productVariants: firstVariants(visit, products) } },
});

export const cartChanged = (
  visit: Visit,
  name: "product_added_to_cart" | "product_removed_from_cart",
  line: CartLine,
): StandardEvent => ({ name, data: { cartLine: cartLineOf(visit, line) } });

export const cartViewed = (visit: Visit, cart: CartRecord | null): StandardEvent => ({
  name: "cart_viewed",
  data: { cart: cart && cartOf(visit, cart) },
});

type CheckoutEvent =
  | "checkout_started"
  | "checkout_contact_info_submitted"
  | "checkout_address_info_submitted"
  | "checkout_shipping_info_submitted"
  | "payment_info_submitted"
  | "checkout_completed";

export const checkoutStep = (
  visit: Visit,
  name: CheckoutEvent,
  checkout: CheckoutRecord,
  order: OrderRecord | null = null,
): StandardEvent => ({ name, data: { checkout: checkoutOf(visit, checkout, order) } });

/** The cart in `init.data.cart` and `cart_viewed`. */
export function cartOf(visit: Visit, cart: CartRecord) {
  const totalMinor = cart.lines.reduce((sum, line) => sum + lineMinor(cart.currency, line), 0);
  return {
    id: cart.token,
    lines: cart.lines.map((line) => cartLineOf(visit, line)),
    cost: { totalAmount: money(totalMinor, cart.currency) },
    totalQuantity: cart.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    attributes: [],
  };
}

function checkoutOf(visit: Visit, checkout: CheckoutRecord, order: OrderRecord | null) {
  const { store } = visit.shop;
  const { currency, customerId } = checkout;
  const totalMinor = checkout.lines.reduce((sum, line) => sum + lineMinor(currency, line), 0);
  const orderCount = store.ordersOfCustomer.get(customerId ?? "")?.length ?? 0;
  return {
    token: checkout.token,
    order: order && {
      id: order.id,
      customer: customerId === null ? null : { id: customerId, isFirstOrder: orderCount <= 1 },
    },
    email: checkout.email,
    phone: checkout.phone,
    buyerAcceptsEmailMarketing: checkout.buyerAcceptsMarketing,
    buyerAcceptsSmsMarketing: false,
    currencyCode: currency,
    lineItems: checkout.lines.map((line) => {
      const product = store.products.get(line.productId ?? "");
      const variant = product?.variants.find(({ id }) => id === line.variantId);
      return {
        id: line.key,
        title: line.title,
        quantity: line.quantity,
        finalLinePrice: money(lineMinor(currency, line), currency),
        variant: product && variant ? variantOf(visit, product, variant) : null,
        discountAllocations: [],
        properties: [],
      };
    }),
    discountApplications: checkout.discountCodes.map((title) => ({ type: "DISCOUNT_CODE", title })),
    subtotalPrice: money(totalMinor, currency),
    totalPrice: money(totalMinor, currency),
    totalTax: money(0, currency),
    shippingLine: null,
    transactions: [],
    attributes: [],
  };
}

function cartLineOf(visit: Visit, line: CartLine) {
  const { store } = visit.shop;
  const product = store.products.get(line.productId);
  const variant = product?.variants.find(({ id }) => id === line.variantId);
  const { currency } = store.shop;
  return {
    merchandise:
      product && variant
        ? variantOf(visit, product, variant)
        : { id: line.variantId, product: { id: line.productId, title: line.title } },
    quantity: line.quantity,
    cost: { totalAmount: money(lineMinor(currency, line), currency) },
  };
}

function variantOf({ world, shop }: Visit, product: ProductRecord, variant: VariantRecord) {
  const { currency } = shop.store.shop;
  return {
    id: variant.id,
    title: variant.title === "Default Title" ? null : variant.title,
    untranslatedTitle: variant.title,
    sku: variant.sku,
    price: money(minor(variant.price, currency), currency),
    image: { src: pictureUrl(world, product.imageUrl) },
    product: {
      id: product.id,
      title: product.title,
      untranslatedTitle: product.title,
      vendor: product.vendor,
      type: product.productType,
      url: new URL(productUrl(world, shop, product.handle)).pathname,
    },
  };
}

const firstVariants = (visit: Visit, products: readonly ProductRecord[]) =>
  products.flatMap((product) =>
    product.variants[0] ? [variantOf(visit, product, product.variants[0])] : [],
  );

const lineMinor = (currency: string, line: { unitPrice: string; quantity: number }) =>
  minor(line.unitPrice, currency) * line.quantity;

const money = (amountMinor: number, currencyCode: string) => ({
  amount: Number(decimal(amountMinor, currencyCode)),
  currencyCode,
});
