import { fitContender } from "~/ml/customers/contender-model";
import { summarizeAt } from "~/ml/customers/customer-features";
import { fitBgNbd } from "~/ml/lifetime/bg-nbd";
import { measureIntent } from "../back-test/intent-back-test";
import { latestOf } from "../contenders/measure-fold";
import type { PurchaseHistory } from "../history/shop-history";
import { countFirstOrders } from "../models/first-order";
import { fitIntent, intentWindows } from "../models/intent";
import type { TrainedPredictionModels } from "../models/shop-models";
import { NOT_EVALUATED } from "../quality";
import type { SharedCounts } from "../models/return-rates";
import { fitSharedIntent } from "../models/shared-intent";
import { winnerOf, type Winner } from "../selection";

/** The horizon that decides on the grade of intent. */
export const DECIDING_DAYS = 30;

interface IntentInput extends PurchaseHistory {
  readonly winners: readonly Winner[];
  /** Used for the horizons that the shop has too few orders for. */
  readonly shared: SharedCounts | null;
}

/**
 * Trains intent for all horizons, each by the logistic regression and, where one won, by a contender.
 * @param purchases those of the sampled customers
 */
export function trainIntent(
  { winners, shared, ...history }: IntentInput,
  purchases: PurchaseHistory["purchases"],
): TrainedPredictionModels["intent"] {
  const windows = intentWindows(purchases, history.endDay);
  const measured = windows.map((horizon) =>
    measureIntent(horizon, winnerOf(winners, "intent", horizon.days)),
  );
  const fitted = fitIntent(windows, history.endDay);
  const horizons = fitted.horizons.map((horizon) => {
    const result = measured.find(({ days }) => days === horizon.days);
    if (result?.isBeatenByBgNbd) return { ...horizon, model: null };
    const own = windows.find(({ days }) => days === horizon.days)?.windows ?? [];
    const setting = result?.contender;
    return setting ? { ...horizon, contender: fitContender(latestOf(own), setting) } : horizon;
  });
  const unknown = windows.flatMap(({ days, missing }) => (missing ? [days] : []));
  const longest = windows.findLast(({ missing }) => missing === null);
  // The middle horizon decides, or the nearest one with a back-test.
  const decides =
    measured.find(({ days, skill }) => days === DECIDING_DAYS && skill) ??
    measured.findLast(({ skill }) => skill);
  const window = decides && {
    fromDay: history.endDay - decides.days,
    days: decides.days,
    customers: decides.measured?.customers ?? 0,
  };
  return {
    model: {
      ...fitted,
      horizons,
      firstOrder: countFirstOrders(history),
      buying: fitBgNbd(summarizeAt(purchases, history.endDay)),
      shared: shared
        ? fitSharedIntent(shared, purchases, { endDay: history.endDay, horizons: unknown })
        : [],
    },
    quality: {
      ...NOT_EVALUATED,
      source: longest ? "shop" : "prior",
      customers: longest?.windows[0]?.labels.length ?? 0,
      window: window ?? null,
      candidates: decides?.measured?.candidates ?? [],
      decidedBy: decides ? { metric: "logLoss", lowerIsBetter: true } : null,
      skill: decides?.skill ?? null,
      missing: decides ? null : (measured.find(({ missing }) => missing)?.missing ?? null),
      horizons: measured.map(({ days, missing, measured: held }) => ({
        days,
        missing,
        measured: held,
      })),
    },
  };
}
