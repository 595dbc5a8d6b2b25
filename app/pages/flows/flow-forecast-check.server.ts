import { HoldoutSettings } from "~/experiments/holdout-settings";
import type { Db } from "~/db.server";
import {
  calibrateForecasts,
  compareForecast,
  MIN_WEEKS,
  type ForecastCalibration,
  type ForecastCheck,
} from "~/feedback/forecast/compare-forecast";
import { listFlowOutcomes, type FlowOutcome } from "~/feedback/forecast/flow-outcome-store.server";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import type { ShopId } from "~/lib/shop-id";

/** A flow's forecast from before it was turned on, next to what it brought; null: there was none. */
export type ForecastOutcome =
  | { readonly kind: "early"; readonly weeks: number }
  | {
      readonly kind: "compared";
      readonly weeks: number;
      readonly isChanged: boolean;
      readonly emails: ForecastCheck;
      readonly revenueMinor: ForecastCheck;
      /** Of the revenue of all compared flows; null: no other flow is compared. */
      readonly calibration: ForecastCalibration | null;
    };

/** Compares the flow's last forecast before it was turned on with the weeks since. */
export async function findForecastOutcome(
  db: Db,
  shopId: ShopId,
  flowId: string,
  now: Date,
): Promise<ForecastOutcome | null> {
  const outcomes = await listFlowOutcomes(db, shopId, now);
  const outcome = outcomes.find((it) => it.flowId === flowId);
  if (!outcome) return null;
  const weeks = outcome.weeks.length;
  if (weeks < MIN_WEEKS) return { kind: "early", weeks };
  const emailedOf = await loadEmailedShares(db, shopId);
  const revenueOf = ({ flowId: id, revenueMinorPerWeek, weeks: its }: FlowOutcome) =>
    compareForecast(
      revenueMinorPerWeek * emailedOf(id),
      its.map(({ revenueMinor }) => revenueMinor),
    );
  const compared = outcomes.filter((it) => it.weeks.length >= MIN_WEEKS);
  return {
    ...{ kind: "compared", weeks, isChanged: outcome.isChanged },
    emails: compareForecast(
      outcome.emailsPerWeek * emailedOf(flowId),
      outcome.weeks.map(({ emails }) => emails),
    ),
    revenueMinor: revenueOf(outcome),
    calibration: compared.length > 1 ? calibrateForecasts(compared.map(revenueOf)) : null,
  };
}

/** The share of a flow's people who are emailed: forecasts are made without holdouts. */
async function loadEmailedShares(db: Db, shopId: ShopId): Promise<(flowId: string) => number> {
  const flows = await listLiveFlows(db, shopId);
  const row = await db.settings.findUnique({ where: { shopId }, select: { sending: true } });
  const { holdoutRate, shopHoldoutRate } = HoldoutSettings.parse(row?.sending ?? {});
  return (flowId) => {
    const own = flows.find((it) => it.flowId === flowId)?.holdoutRate ?? holdoutRate;
    return (1 - own) * (1 - shopHoldoutRate);
  };
}
