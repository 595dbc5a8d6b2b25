import type { ExitRule } from "./exit-rule";
import type { TriggerKind } from "./trigger";

const ALWAYS: readonly ExitRule[] = [
  "order_placed",
  "checkout_started",
  "added_to_cart",
  "came_back",
];
const OF_PRODUCT: readonly ExitRule[] = ["product_bought", "sold_out", "product_gone"];
const OF_ORDER: readonly ExitRule[] = ["order_returned", "order_refunded"];

const OF_TRIGGER: Readonly<Partial<Record<TriggerKind, readonly ExitRule[]>>> = {
  checkout_idle: ["checkout_completed"],
  cart_idle: ["cart_emptied"],
  browse_idle: OF_PRODUCT,
  back_in_stock: OF_PRODUCT,
  low_stock: [...OF_PRODUCT, "restocked"],
  replenishment_due: OF_PRODUCT,
  price_drop: [...OF_PRODUCT, "price_back_up"],
  order_paid: OF_ORDER,
  order_delivered: OF_ORDER,
  segment_joined: ["moved_back"],
  segment_left: ["moved_back"],
  top_customer: ["fell_back"],
  order_expected: ["fell_back"],
};

/** The exit conditions that can occur for a trigger. */
export function exitsOf(trigger: TriggerKind): readonly ExitRule[] {
  return [...(OF_TRIGGER[trigger] ?? []), ...ALWAYS];
}

const PURCHASES: readonly ExitRule[] = ["order_placed", "checkout_completed", "product_bought"];
const ABOUT_BUYING: readonly TriggerKind[] = [
  "checkout_idle",
  "cart_idle",
  "browse_idle",
  "price_drop",
  "low_stock",
  "back_in_stock",
];

/** Whether the flow would still email a customer who has just bought. */
export function writesToBuyers(trigger: TriggerKind, exits: readonly ExitRule[]): boolean {
  return ABOUT_BUYING.includes(trigger) && !exits.some((it) => PURCHASES.includes(it));
}
