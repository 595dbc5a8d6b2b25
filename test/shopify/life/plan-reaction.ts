import type { SeedOrder } from "../store-seed";
import type { Appeal } from "./appeal";
import { isoOf } from "./life-happening";
import type { Random } from "./seeded-random";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Minimum time between the email and a click, and between a click and the order. */
const SHORTEST_MS = 5 * MINUTE_MS;
/** Maximum time between the email and a click. */
const LONGEST_MS = DAY_MS;

const UNSUBSCRIBE_RATE = 0.004;
const CLICK_RATE = 0.18;
/** Maximum time to the next order that raises the click rate. */
const CLICK_RATE_BEFORE_ORDER = 0.6;
/** Who orders so soon anyway clicks before it, and buys nothing more because of the email. */
export const BEFORE_ORDER_MS = 5 * DAY_MS;

export interface DeliveredEmail {
  readonly messageId: string;
  readonly customerId: string;
  /** The clickable links in the order of the email, without the unsubscribe link. */
  readonly links: readonly string[];
  readonly sentAt: string;
  readonly nextOrderAt: string | null;
  /** Default: 1 and 1. */
  readonly appeal?: Appeal;
}

export type Reaction =
  | { readonly kind: "click"; readonly linkIndex: number; readonly at: string }
  | { readonly kind: "unsubscribe"; readonly at: string }
  | { readonly kind: "none" };

/**
 * A customer's reaction to an email of usual appeal. 4 in 1,000 unsubscribe. 18 in 100 click, or 60 in 100 when they will order
 * within five days, and then before the order, so that it can be attributed. A click follows 5 minutes to a day after the
 * email, with earlier times more likely; links near the top are more likely.
 *
 * @param random a random stream per email, e.g. `seededRandom(seed, messageId)`
 */
export function planReaction(email: DeliveredEmail, random: Random): Reaction {
  const sentMs = Date.parse(email.sentAt);
  const orderInMs = email.nextOrderAt === null ? Infinity : Date.parse(email.nextOrderAt) - sentMs;
  const willOrder = orderInMs > 2 * SHORTEST_MS && orderInMs <= BEFORE_ORDER_MS;

  const chance = random();
  const delay = random() ** 2;
  const linkIndex = Math.floor(random() ** 2 * email.links.length);
  const within = (longestMs: number) =>
    isoOf(sentMs + SHORTEST_MS + delay * (longestMs - SHORTEST_MS));

  const { clicks, leaves } = email.appeal ?? { clicks: 1, leaves: 1 };
  const leaveRate = UNSUBSCRIBE_RATE * leaves;
  if (chance < leaveRate) return { kind: "unsubscribe", at: within(LONGEST_MS) };
  const clickRate = (willOrder ? CLICK_RATE_BEFORE_ORDER : CLICK_RATE) * clicks;
  if (email.links.length === 0 || chance >= leaveRate + clickRate) return { kind: "none" };
  const latestMs = willOrder ? Math.min(LONGEST_MS, orderInMs - SHORTEST_MS) : LONGEST_MS;
  return { kind: "click", linkIndex, at: within(latestMs) };
}

/**
 * Looks up a customer's next actual order.
 *
 * @param orders oldest first
 * @returns for a customer and an instant, the first order's time after it, or null
 */
export function findNextOrders(
  orders: readonly SeedOrder[],
): (customerId: string, after: string) => string | null {
  const byCustomer = Map.groupBy(orders, (order) => order.customerId);
  return (customerId, after) =>
    byCustomer.get(customerId)?.find((it) => Date.parse(it.createdAt) > Date.parse(after))
      ?.createdAt ?? null;
}
