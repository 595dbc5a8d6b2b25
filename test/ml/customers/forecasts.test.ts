import { expectedPurchases, fitBgNbd } from "~/ml/lifetime/bg-nbd";
import { snapshotAt, summarizeAt } from "~/ml/customers/customer-features";
import { fitIntentModel, forecastIntent } from "~/ml/customers/intent-model";
import { fitNextOrderModel, forecastNextOrder } from "~/ml/customers/next-order-model";
import type { Purchases } from "~/ml/customers/purchases";
import { forecastContract } from "../../contracts/forecast-contract";

const HORIZON = 60;

/** Windows that are over on the day, latest first. */
const windowsBefore = (purchases: Purchases, day: number) =>
  [1, 2].map((n) => snapshotAt(purchases, day - n * HORIZON, HORIZON));

forecastContract("who buys", (purchases, day) => {
  const model = fitIntentModel(windowsBefore(purchases, day));
  return forecastIntent(model, snapshotAt(purchases, day, HORIZON));
});

forecastContract("when the next order comes", (purchases, day) => {
  const model = fitNextOrderModel(windowsBefore(purchases, day))!;
  const waits = forecastNextOrder(model, snapshotAt(purchases, day, HORIZON), HORIZON);
  return waits.flatMap(({ low, days, high }) => [low, days, high]);
});

forecastContract("purchases", (purchases, day) => {
  const summary = summarizeAt(purchases, day);
  const model = fitBgNbd(summary)!;
  return Array.from(summary.customers, (_, row) =>
    expectedPurchases(
      model,
      {
        repeats: summary.repeats[row]!,
        lastAt: summary.lastAt[row]!,
        watched: summary.watched[row]!,
      },
      8,
    ),
  );
});
