import { hashHex } from "../seed/stable-hash";
import type { SeedOrder, SeedOrderLine, StoreSeed } from "../store-seed";
import { isoOf, type LifeHappening } from "./life-happening";
import { between, seededRandom } from "./seeded-random";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Time between the start of a checkout and its order. */
const CHECKOUT_MINUTES = { from: 20, to: 40 };
/** Time between an abandoned checkout and the later order. */
const LEFT_DAYS = { from: 2, to: 5 };
const MAX_LINES_LEFT = 4;

/**
 * The events of each order after the cut: a checkout that begins 20 to 40 minutes before, and its completion, which
 * places the order. Fulfillments, refunds and cancellations after the cut follow, including those of earlier orders.
 * The checkout's lines carry the ids of the order's.
 */
export function planOrders({ orders, cutAt }: StoreSeed, seed: number): LifeHappening[] {
  return orders.flatMap((order) => [
    ...(isLater(order.createdAt, cutAt) ? purchaseOf(order, cutAt, seed) : []),
    ...aftermathOf(order, cutAt),
  ]);
}

/**
 * Abandoned checkouts: for `rate` of the later orders of existing customers, one with some of the order's lines (at
 * most four), two to five days earlier. So an email has a cart to recover, and the following order is real. An order
 * gets none when the customer's previous order is less than a day before the checkout, or when the checkout would be
 * before the cut.
 *
 * @param rate share of the eligible orders, in [0, 1]
 */
export function planAbandonedCheckouts(
  { orders, products, cutAt }: StoreSeed,
  seed: number,
  rate: number,
): LifeHappening[] {
  const productSince = new Map(products.map((product) => [product.id, product.createdAt]));
  const lastOrderAt = new Map<string, string>();
  const left: LifeHappening[] = [];
  for (const order of orders) {
    const customer = order.customerId;
    const before = customer === null ? undefined : lastOrderAt.get(customer);
    if (customer !== null) lastOrderAt.set(customer, order.createdAt);
    if (customer === null || before === undefined || !isLater(order.createdAt, cutAt)) continue;

    const random = seededRandom(seed, `left checkout ${order.id}`);
    const daysEarlier = between(random, LEFT_DAYS.from, LEFT_DAYS.to);
    const at = isoOf(Date.parse(order.createdAt) - daysEarlier * DAY_MS);
    if (!isLater(at, cutAt) || Date.parse(at) - Date.parse(before) < DAY_MS) continue;

    const known = order.lines.filter(
      ({ productId }) => productId !== null && (productSince.get(productId) ?? at) < at,
    );
    if (known.length === 0 || random() >= rate) continue;
    const count = Math.min(MAX_LINES_LEFT, Math.ceil(known.length * between(random, 0.25, 0.75)));
    left.push({
      kind: "checkout_created",
      at,
      checkout: {
        token: hashHex(`left checkout ${order.id}`),
        customerId: customer,
        email: order.email,
        lines: known.slice(0, count).map(withoutId),
      },
    });
  }
  return left;
}

/** The lines of a new checkout are not those of another order. */
export function withoutId({
  productId,
  variantId,
  title,
  sku,
  quantity,
  unitPrice,
}: SeedOrderLine) {
  return { productId, variantId, title, sku, quantity, unitPrice };
}

function purchaseOf(order: SeedOrder, cutAt: string, seed: number): LifeHappening[] {
  const random = seededRandom(seed, `checkout ${order.id}`);
  const minutes = between(random, CHECKOUT_MINUTES.from, CHECKOUT_MINUTES.to);
  const startedMs = Date.parse(order.createdAt) - minutes * MINUTE_MS;
  return [
    {
      kind: "checkout_created",
      at: isoOf(Math.max(startedMs, Date.parse(cutAt))),
      checkout: {
        token: order.checkoutToken,
        customerId: order.customerId,
        email: order.email,
        lines: [...order.lines],
        discountCodes: [...order.discountCodes],
      },
    },
    {
      kind: "checkout_completed",
      at: order.createdAt,
      token: order.checkoutToken,
      orderId: order.id,
      orderName: order.name,
    },
  ];
}

function aftermathOf(order: SeedOrder, cutAt: string): LifeHappening[] {
  const { id: orderId, fulfilledAt, cancelledAt, refunds } = order;
  const happenings: LifeHappening[] = refunds
    .filter((refund) => isLater(refund.createdAt, cutAt) && refund.lines.length > 0)
    .map(({ id, createdAt, lines }) => ({
      kind: "order_refunded",
      at: createdAt,
      orderId,
      refundId: id,
      lines: [...lines],
    }));
  if (fulfilledAt !== null && isLater(fulfilledAt, cutAt))
    happenings.push({ kind: "order_fulfilled", at: fulfilledAt, orderId });
  if (cancelledAt !== null && isLater(cancelledAt, cutAt))
    happenings.push({ kind: "order_canceled", at: cancelledAt, orderId });
  return happenings;
}

/** Everything up to the cut exists when the store opens. */
function isLater(instant: string, cutAt: string): boolean {
  return Date.parse(instant) > Date.parse(cutAt);
}
