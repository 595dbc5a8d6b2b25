import { hashHex } from "../seed/stable-hash";
import type { SeedOrder, SeedProduct } from "../store-seed";
import { isoOf, type LifeHappening } from "./life-happening";
import { withoutId } from "./plan-orders";
import { BEFORE_ORDER_MS } from "./plan-reaction";
import { between, oneOf, type Random } from "./seeded-random";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Share of clicks after which a reader buys something that they would not have bought, by the link's target. */
const ORDER_RATE = { product: 0.12, elsewhere: 0.06 };
/** Nobody buys again because of an email so soon after they did. */
const REST_MS = 14 * DAY_MS;
/**
 * Time between a click and its order, of which the checkout takes the last minutes. At least an hour, so that the order
 * comes after the click at the demo's rate too, at which the app sees a click some minutes late.
 */
const DELAY_MS = { from: 60 * MINUTE_MS, to: 2 * DAY_MS };
const CHECKOUT_MS = 10 * MINUTE_MS;
const FULFILLED_MS = 2 * DAY_MS;
/** Products of an earlier order that are bought again with the clicked one. */
const MAX_USUAL_LINES = 3;
/** Above the ids of a seed and of the local Shopify, and still exact as a JavaScript number. */
const FIRST_ORDER_ID = 8_000_000_000_000;

/** A reader who follows a link of an email to the store. */
export interface StoreVisit {
  readonly customerId: string;
  readonly email: string;
  readonly at: string;
  /** The page's product; null: another page. */
  readonly product: SeedProduct | null;
  /** The order that they place without any email; null: none within the next weeks. */
  readonly nextOrderAt: string | null;
  /** Their earlier orders, oldest first. */
  readonly earlier: readonly SeedOrder[];
  /** When they last bought because of an email; null: never. */
  readonly lastPurchaseAt: string | null;
}

/**
 * What a click leads to besides itself: an order that the customer would not have placed without the email. It is
 * why emails earn something, and subjects, hours, layouts and frequency with them, since all of these change clicks
 * (`appealOf`) or where they lead. 12 in 100 who come to a product buy, 6 in 100 who come to another page; nobody
 * does who orders within five days anyway or bought because of an email in the 14 days before. The order follows an
 * hour to two days after the click, earlier times being more likely. It has the clicked product and up to three lines
 * of one of the customer's earlier orders.
 *
 * @param random a random stream per visit
 * @returns a checkout, its order and its fulfillment; nothing if the visit leads to no order
 */
export function planPurchase(visit: StoreVisit, random: Random): LifeHappening[] {
  const visitMs = Date.parse(visit.at);
  const isWithin = (instant: string | null, ms: number) =>
    instant !== null && Math.abs(Date.parse(instant) - visitMs) <= ms;
  const rate = visit.product === null ? ORDER_RATE.elsewhere : ORDER_RATE.product;
  if (random() >= rate) return [];
  if (isWithin(visit.nextOrderAt, BEFORE_ORDER_MS)) return [];
  if (isWithin(visit.lastPurchaseAt, REST_MS)) return [];

  const lines = basketOf(visit, random);
  if (lines.length === 0) return [];
  const orderedMs = visitMs + DELAY_MS.from + random() ** 2 * (DELAY_MS.to - DELAY_MS.from);
  const token = hashHex(`purchase ${visit.email} ${visit.at}`);
  const orderId = String(FIRST_ORDER_ID + Number.parseInt(token.slice(0, 10), 16));
  const { customerId, email } = visit;
  return [
    {
      kind: "checkout_created",
      at: isoOf(orderedMs - CHECKOUT_MS),
      checkout: { token, customerId, email, lines },
    },
    { kind: "checkout_completed", at: isoOf(orderedMs), token, orderId },
    { kind: "order_fulfilled", at: isoOf(orderedMs + FULFILLED_MS), orderId },
  ];
}

/** The clicked product, as many as the customer usually buys of one, and some of what they bought before. */
function basketOf({ product, earlier }: StoreVisit, random: Random) {
  const before = oneOf(random, earlier)?.lines.filter(({ productId }) => productId !== null) ?? [];
  const from = Math.floor(between(random, 0, Math.max(1, before.length - MAX_USUAL_LINES + 1)));
  const usual = before.slice(from, from + MAX_USUAL_LINES);
  const again = usual.filter(({ productId }) => productId !== product?.id).map(withoutId);
  if (product === null) return again;
  return [{ productId: product.id, quantity: usual[0]?.quantity ?? 1 }, ...again];
}
