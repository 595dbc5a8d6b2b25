import type { ExitCondition } from "./exit-condition";
import type { TriggerKind } from "./trigger";

const COMMON_EXITS: readonly ExitCondition[] = [
  "order_placed",
  "checkout_started",
  "added_to_cart",
  "came_back",
];
const PRODUCT_EXITS: readonly ExitCondition[] = ["product_bought", "sold_out", "product_gone"];
const ORDER_EXITS: readonly ExitCondition[] = [
  "order_canceled_or_refunded",
  "order_canceled_or_fully_refunded",
];

const EXITS_BY_TRIGGER: Readonly<Partial<Record<TriggerKind, readonly ExitCondition[]>>> = {
  checkout_idle: ["checkout_completed"],
  cart_idle: ["cart_emptied"],
  browse_idle: PRODUCT_EXITS,
  back_in_stock: PRODUCT_EXITS,
  low_stock: [...PRODUCT_EXITS, "restocked"],
  replenishment_due: PRODUCT_EXITS,
  price_drop: [...PRODUCT_EXITS, "price_back_up"],
  order_paid: ORDER_EXITS,
  order_delivered: ORDER_EXITS,
  segment_joined: ["moved_back"],
  segment_left: ["moved_back"],
  top_customer: ["fell_back"],
  order_expected: ["fell_back"],
};

/** The exit conditions that can occur for a trigger. */
export function listExitConditions(trigger: TriggerKind): readonly ExitCondition[] {
  return [...(EXITS_BY_TRIGGER[trigger] ?? []), ...COMMON_EXITS];
}

const PURCHASES: readonly ExitCondition[] = [
  "order_placed",
  "checkout_completed",
  "product_bought",
];
const PURCHASE_TRIGGERS: readonly TriggerKind[] = [
  "checkout_idle",
  "cart_idle",
  "browse_idle",
  "price_drop",
  "low_stock",
  "back_in_stock",
];

/** Whether the flow would still email a customer who has just bought. */
export function sendsToBuyers(trigger: TriggerKind, exits: readonly ExitCondition[]): boolean {
  return PURCHASE_TRIGGERS.includes(trigger) && !exits.some((it) => PURCHASES.includes(it));
}
