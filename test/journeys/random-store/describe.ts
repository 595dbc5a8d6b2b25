import type { Database } from "~/db.server";
import type { ControlClient } from "../../shopify/control-client";
import type { OrderRecord } from "../../shopify/store-records";

/** The records of one kind, by id, in words that can be compared. */
type Described = Readonly<Record<string, unknown>>;

const minorOf = (amount: string) => Math.round(Number(amount) * 100);
const totalOf = ({ lines }: OrderRecord) =>
  lines.reduce((sum, { unitPrice, quantity }) => sum + minorOf(unitPrice) * quantity, 0);
const refundOf = ({ refunds }: OrderRecord) =>
  refunds.flatMap(({ lines }) => lines).reduce((sum, it) => sum + minorOf(it.subtotal), 0);
const isKept = (order: OrderRecord) =>
  order.cancelledAt === null && (refundOf(order) === 0 || refundOf(order) < totalOf(order));

/** What the store's customers, orders and products are, without customers who are to be erased. */
export async function describeStore(
  control: ControlClient,
  shop: string,
  erased: ReadonlySet<string>,
) {
  const all = await control.records(shop, "customers");
  const customers = all.filter(({ id }) => !erased.has(id));
  const orders = await control.records(shop, "orders");
  const products = await control.records(shop, "products");
  const isCustomer = new Set(customers.map(({ id }) => id));
  return {
    customers: Object.fromEntries(
      customers.map((it): [string, Described] => [
        it.id,
        {
          consent: it.marketing.state.toLowerCase(),
          hasEmail: it.email !== null,
          tags: it.tags.toSorted(),
          orders: orders.filter((order) => order.customerId === it.id && isKept(order)).length,
        },
      ]),
    ),
    orders: Object.fromEntries(
      orders.map((it): [string, Described] => [
        it.id,
        {
          customerId:
            it.customerId !== null && isCustomer.has(it.customerId) ? it.customerId : null,
          total: totalOf(it),
          refunded: refundOf(it),
          isCanceled: it.cancelledAt !== null,
          isFulfilled: it.fulfilledAt !== null,
        },
      ]),
    ),
    products: Object.fromEntries(
      products.map((it): [string, Described] => [
        it.id,
        {
          title: it.title,
          status: it.status.toLowerCase(),
          price: minorOf(it.variants[0]!.price),
          stock: it.variants[0]!.inventoryQuantity,
        },
      ]),
    ),
  };
}

/** The same of what the app has recorded, without erased and deleted customers and deleted products. */
export async function describeRecorded(db: Database["db"], shopId: string) {
  const profiles = await db.profile.findMany({
    where: {
      shopId,
      ...{ customerId: { not: null }, deletedAt: null, marketingState: { not: "redacted" } },
    },
  });
  const orders = await db.order.findMany({ where: { shopId }, include: { lines: true } });
  const products = await db.product.findMany({
    where: { shopId, deletedAt: null },
    include: { variants: true },
  });
  const customerOf = new Map(profiles.map((it) => [it.profileId, it.customerId]));
  return {
    customers: Object.fromEntries(
      profiles.map((it): [string, Described] => [
        it.customerId!,
        {
          consent: it.marketingState,
          hasEmail: it.emailIndex !== null,
          tags: it.tags,
          orders: it.orderCount,
        },
      ]),
    ),
    orders: Object.fromEntries(
      orders.map((it): [string, Described] => [
        it.orderId,
        {
          customerId: customerOf.get(it.profileId ?? "") ?? null,
          total: it.lines.reduce((sum, { netMinor }) => sum + Number(netMinor), 0),
          refunded: Number(it.refundedMinor),
          isCanceled: it.cancelledAt !== null,
          isFulfilled: it.fulfilledAt !== null,
        },
      ]),
    ),
    products: Object.fromEntries(
      products.map((it): [string, Described] => [
        it.productId,
        {
          title: it.title,
          status: it.status,
          price: Number(it.variants[0]!.priceMinor),
          stock: it.variants[0]!.inventoryQuantity,
        },
      ]),
    ),
  };
}
