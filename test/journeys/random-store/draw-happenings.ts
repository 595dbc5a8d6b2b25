import type { HappeningInput } from "../../shopify/happening";
import type {
  CheckoutRecord,
  CustomerRecord,
  OrderRecord,
  ProductRecord,
} from "../../shopify/store-records";
import type { Draw } from "../../support/over-seeds";

/** A store's records. What can happen to a record only once is removed from its list when it is drawn. */
export interface StoreRecords {
  readonly customers: CustomerRecord[];
  readonly products: ProductRecord[];
  /** Neither canceled nor refunded. */
  readonly orders: OrderRecord[];
  /** Not completed. */
  readonly checkouts: CheckoutRecord[];
}

/** The last ones are not deleted, so that they can act. */
const LEAST_LEFT = { customers: 8, products: 4 };

type DrawOne = (draw: Draw, store: StoreRecords) => HappeningInput | null;

const customerOf = (draw: Draw, { customers }: StoreRecords) => draw.of(customers);
const lineOf = (draw: Draw, { products }: StoreRecords) => {
  const { id, variants } = draw.of(products);
  return { productId: id, variantId: variants[0]!.id, quantity: draw.between(1, 3) };
};

/** Removes one, unless too few would be left. */
function take<T>(draw: Draw, list: T[], leastLeft = 0): T | null {
  if (list.length <= leastLeft) return null;
  return list.splice(draw.between(0, list.length - 1), 1)[0]!;
}

const customerChanges: readonly DrawOne[] = [
  (draw) => ({
    kind: "customer_created",
    customer: {
      email: draw.chance(0.8) ? `new-${draw.between(1, 1e9)}@example.com` : null,
      marketingState: draw.of(["SUBSCRIBED", "NOT_SUBSCRIBED", "PENDING"]),
    },
  }),
  (draw, store) => ({
    kind: "customer_updated",
    customerId: customerOf(draw, store).id,
    change: {
      ...(draw.chance(0.3) && { email: `moved-${draw.between(1, 1e9)}@example.com` }),
      city: draw.of(["London", "Leeds", null]),
      tags: draw.of([[], ["vip"], ["vip", "press"]]),
    },
  }),
  (draw, store) => ({
    kind: "consent_changed",
    customerId: customerOf(draw, store).id,
    state: draw.of(["SUBSCRIBED", "UNSUBSCRIBED", "NOT_SUBSCRIBED"]),
  }),
];

const customerEnds: readonly DrawOne[] = [
  (draw, { customers }) => {
    const customer = take(draw, customers, LEAST_LEFT.customers);
    return customer && { kind: "customer_deleted", customerId: customer.id };
  },
  (draw, { customers }) => {
    const customer = take(draw, customers, LEAST_LEFT.customers);
    return customer && { kind: "customer_redacted", customerId: customer.id };
  },
  (draw, store) => {
    const deleted = take(draw, store.customers, LEAST_LEFT.customers);
    return (
      deleted && {
        kind: "customers_merged",
        keptId: customerOf(draw, store).id,
        deletedId: deleted.id,
      }
    );
  },
];

const purchases: readonly DrawOne[] = [
  (draw, store) => ({
    kind: "order_placed",
    order: {
      customerId: draw.chance(0.9) ? customerOf(draw, store).id : null,
      lines: Array.from({ length: draw.between(1, 2) }, () => lineOf(draw, store)),
    },
  }),
  (draw, store) => ({
    kind: "checkout_created",
    checkout: { customerId: customerOf(draw, store).id, lines: [lineOf(draw, store)] },
  }),
  (draw, { checkouts, customers, products }) => {
    const checkout = take(draw, checkouts);
    const isPossible =
      customers.some(({ id }) => id === checkout?.customerId) &&
      checkout?.lines.every((line) => products.some(({ id }) => id === line.productId));
    return checkout && isPossible ? { kind: "checkout_completed", token: checkout.token } : null;
  },
];

const orderChanges: readonly DrawOne[] = [
  (draw, { orders }) => {
    const order = take(draw, orders);
    return order && { kind: "order_canceled", orderId: order.id };
  },
  (draw, { orders }) => {
    const order = take(draw, orders);
    const lines = order?.lines.map(({ id }) => ({ lineId: id, quantity: 1 }));
    return order && lines ? { kind: "order_refunded", orderId: order.id, lines } : null;
  },
  (draw, { orders }) => {
    const order = take(draw, orders);
    return order?.fulfilledAt === null ? { kind: "order_fulfilled", orderId: order.id } : null;
  },
];

const productChanges: readonly DrawOne[] = [
  (draw, { products }) => ({
    kind: "variant_updated",
    variantId: draw.of(products).variants[0]!.id,
    change: { price: `${draw.between(5, 40)}.00`, inventoryQuantity: draw.between(0, 3) },
  }),
  (draw, { products }) => ({
    kind: "product_updated",
    productId: draw.of(products).id,
    change: {
      title: `Renamed ${draw.between(1, 1e9)}`,
      status: draw.of(["ACTIVE", "ACTIVE", "DRAFT"]),
    },
  }),
  (draw) => {
    const title = `New ${draw.between(1, 1e9)}`;
    const handle = title.toLowerCase().replace(" ", "-");
    return {
      kind: "product_created",
      product: { handle, title, variants: [{ price: "9.50", inventoryQuantity: 5 }] },
    };
  },
  (draw, { products }) => {
    const product = take(draw, products, LEAST_LEFT.products);
    return product && { kind: "product_deleted", productId: product.id };
  },
];

/** By share, in twentieths. */
const KINDS: readonly (readonly DrawOne[])[] = [
  ...Array<readonly DrawOne[]>(6).fill(customerChanges),
  ...Array<readonly DrawOne[]>(2).fill(customerEnds),
  ...Array<readonly DrawOne[]>(6).fill(purchases),
  ...Array<readonly DrawOne[]>(3).fill(orderChanges),
  ...Array<readonly DrawOne[]>(3).fill(productChanges),
];

/** Draws what happens in a store, one after the other. Each is possible after those before. */
export function drawHappenings(draw: Draw, store: StoreRecords, count: number): HappeningInput[] {
  const drawn = Array.from({ length: count }, () => draw.of(draw.of(KINDS))(draw, store));
  return drawn.filter((it) => it !== null);
}
