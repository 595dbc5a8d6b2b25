import { trainProduct } from "../../../backtest/recommenders/product-engine";
import { forecastIntentAt } from "../../../backtest/calls/intent";
import { tryNextOrder } from "~/predictions/back-test/next-order-back-test";
import { NEXT_ORDER_DAYS } from "~/predictions/models/next-order";
import { EVALUATION_WINDOWS, windowsBefore } from "~/predictions/models/windows";
import type { Purchases } from "~/ml/customers/purchases";
import type { ListInput } from "./compared-shop";
import type { ComparedList } from "./product-results";

const KIND_OF = { new_for_you: "novel", next_basket: "all" } as const;

/** Each customer's list, as the back-test ranks it. */
export function listByBacktest(
  { customers, interactions, options }: ListInput,
  lists: readonly ComparedList[],
): ReadonlyMap<ComparedList, readonly (readonly number[])[]> {
  const engine = trainProduct(interactions, options);
  const users = Array.from({ length: customers }, (_, user) => user);
  return new Map(
    lists.map((list) => [
      list,
      users.map((user) => engine.listsOf(user, KIND_OF[list]).get("blend") ?? []),
    ]),
  );
}

/** Who orders within 90 days and when, as the back-test forecasts it from the days before. */
export function predictByBacktest(purchases: Purchases, cutDay: number) {
  const wanted = { endDay: cutDay, days: 90, count: EVALUATION_WINDOWS };
  const { chances, test } = forecastIntentAt(purchases, windowsBefore(purchases, wanted), cutDay);
  const tried = tryNextOrder(purchases, cutDay, NEXT_ORDER_DAYS);
  if ("what" in tried) throw new Error("too few orders for the date of the next one");
  return { chances, labels: test.labels, tried };
}
