/** What a flow brought in a week. */
export interface FlowWeek {
  readonly emails: number;
  /** Attributed revenue in minor units. */
  readonly revenueMinor: number;
}

/** A forecast next to the mean of the weeks after it, with its 95% interval. */
export interface ForecastCheck {
  readonly forecast: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Where the forecast lies relative to the interval. */
  readonly verdict: "too_high" | "too_low" | "within";
}

/** Fewer weeks say too little about how much weeks differ, and older ones than the last twelve about today. */
export const MIN_WEEKS = 4;
export const MAX_WEEKS = 12;

/** 97.5% quantiles of Student's t distribution, for 3 to 11 degrees of freedom. */
const T_QUANTILES = [3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201];

/**
 * Compares a weekly forecast with weeks after it. The interval is that of the mean of a few weeks (Student's t): it
 * shows how much weeks differ, and takes them as independent of each other.
 *
 * @param weeks from MIN_WEEKS to MAX_WEEKS values, none negative
 */
export function compareForecast(forecast: number, weeks: readonly number[]): ForecastCheck {
  const quantile = T_QUANTILES[weeks.length - MIN_WEEKS];
  if (quantile === undefined) throw new RangeError("a comparison needs 4 to 12 weeks");
  const mean = weeks.reduce((sum, it) => sum + it, 0) / weeks.length;
  const squares = weeks.reduce((sum, it) => sum + (it - mean) ** 2, 0);
  const margin = quantile * Math.sqrt(squares / (weeks.length - 1) / weeks.length);
  const [low, high] = [Math.max(0, mean - margin), mean + margin];
  const verdict = forecast > high ? "too_high" : forecast < low ? "too_low" : "within";
  return { forecast, mean, low, high, verdict };
}

/** How well the forecasts of several flows agreed with what the flows brought. */
export interface ForecastCalibration {
  readonly flows: number;
  /** Flows whose forecast was within the interval of their outcome. */
  readonly within: number;
  /** What all brought together, relative to what was forecast, with its 95% interval; null: nothing was forecast. */
  readonly ratio: { readonly mean: number; readonly low: number; readonly high: number } | null;
}

/** Margins of independent flows are added as squares. */
export function calibrateForecasts(checks: readonly ForecastCheck[]): ForecastCalibration {
  const sum = (of: (check: ForecastCheck) => number) =>
    checks.reduce((total, check) => total + of(check), 0);
  const [forecast, mean] = [sum((it) => it.forecast), sum((it) => it.mean)];
  const margin = Math.sqrt(sum(({ high, mean: its }) => (high - its) ** 2));
  return {
    flows: checks.length,
    within: checks.filter(({ verdict }) => verdict === "within").length,
    ratio:
      forecast > 0
        ? {
            mean: mean / forecast,
            low: Math.max(0, mean - margin) / forecast,
            high: (mean + margin) / forecast,
          }
        : null,
  };
}
