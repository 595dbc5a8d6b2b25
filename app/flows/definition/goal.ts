import type { ExitCondition } from "./exit-condition";
import type { TriggerKind } from "./trigger";

const COMMON_GOALS: readonly ExitCondition[] = [
  "order_placed",
  "checkout_started",
  "added_to_cart",
  "came_back",
];

const GOALS_BY_TRIGGER: Readonly<Partial<Record<TriggerKind, readonly ExitCondition[]>>> = {
  checkout_idle: ["checkout_completed"],
  browse_idle: ["product_bought"],
  back_in_stock: ["product_bought"],
  price_drop: ["product_bought"],
  low_stock: ["product_bought"],
  replenishment_due: ["product_bought"],
};

/** The goals that a flow with this trigger can reach. */
export function listGoals(trigger: TriggerKind): readonly ExitCondition[] {
  return [...(GOALS_BY_TRIGGER[trigger] ?? []), ...COMMON_GOALS];
}
