import type { ExitRule } from "./exit-rule";
import type { TriggerKind } from "./trigger";

const ALWAYS: readonly ExitRule[] = [
  "order_placed",
  "checkout_started",
  "added_to_cart",
  "came_back",
];

const OF_TRIGGER: Readonly<Partial<Record<TriggerKind, readonly ExitRule[]>>> = {
  checkout_idle: ["checkout_completed"],
  browse_idle: ["product_bought"],
  back_in_stock: ["product_bought"],
  price_drop: ["product_bought"],
  low_stock: ["product_bought"],
  replenishment_due: ["product_bought"],
};

/** The goals that a flow with this trigger can reach. */
export function goalsOf(trigger: TriggerKind): readonly ExitRule[] {
  return [...(OF_TRIGGER[trigger] ?? []), ...ALWAYS];
}
