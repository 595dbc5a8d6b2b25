import {
  areaUnderCurve,
  brierScoreOf,
  calibrationErrorOf,
  logLossOf,
  type Forecasts,
} from "~/ml/regression/classification-metrics";
import type { CalibrationPoint, Decile, GainPoint } from "../predictions-summary";
import { Z_95 } from "~/ml/numerics/normal-distribution";

/** AUC, log loss, Brier score and calibration error of forecasts: see ml/regression/classification-metrics.ts. */
export function metricsOf(forecasts: Forecasts): Record<string, number> {
  return {
    auc: areaUnderCurve(forecasts),
    logLoss: logLossOf(forecasts),
    brier: brierScoreOf(forecasts),
    ece: calibrationErrorOf(forecasts),
  };
}

/**
 * Forecasts in bins of equal size, with the observed share and its 95% interval: Wilson's,
 * doi:10.1080/01621459.1927.10502953. Equal forecasts share one bin.
 *
 * @returns by ascending forecast, at most `bins`
 */
export function calibrationPointsOf(forecasts: Forecasts, bins = 10): CalibrationPoint[] {
  return sliced(rising(forecasts), bins).map((slice) => {
    const buyers = sum(slice.map(({ label }) => label));
    const customers = slice.length;
    const observed = buyers / customers;
    const spread = Z_95 ** 2 / customers;
    const middle = (observed + spread / 2) / (1 + spread);
    const reach =
      (Z_95 * Math.sqrt((observed * (1 - observed)) / customers + spread / (4 * customers))) /
      (1 + spread);
    return {
      forecast: sum(slice.map(({ chance }) => chance)) / customers,
      observed,
      low: Math.max(0, middle - reach),
      high: Math.min(1, middle + reach),
      customers,
    };
  });
}

/** Customers in deciles by forecast, highest first. */
export function decilesOf(forecasts: Forecasts): Decile[] {
  const ranked = rising(forecasts).reverse();
  const overall = sum(ranked.map(({ label }) => label)) / ranked.length;
  return Array.from({ length: 10 }, (_, n) => {
    const part = ranked.slice(
      Math.round((n * ranked.length) / 10),
      Math.round(((n + 1) * ranked.length) / 10),
    );
    const buyers = sum(part.map(({ label }) => label));
    const observedRate = part.length > 0 ? buyers / part.length : 0;
    return {
      decile: n + 1,
      customers: part.length,
      buyers,
      forecastRate: part.length > 0 ? sum(part.map(({ chance }) => chance)) / part.length : 0,
      observedRate,
      lift: overall > 0 ? observedRate / overall : 0,
    };
  });
}

const GAIN_STEPS = 20;

/** The share of all buyers among the top 0, 5, … 100% of customers by forecast. */
export function gainOf(forecasts: Forecasts): GainPoint[] {
  const ranked = rising(forecasts).reverse();
  const found = new Float64Array(ranked.length + 1);
  ranked.forEach(({ label }, n) => (found[n + 1] = (found[n] ?? 0) + label));
  const all = found[ranked.length] ?? 0;
  return Array.from({ length: GAIN_STEPS + 1 }, (_, step) => {
    const customers = step / GAIN_STEPS;
    const reached = found[Math.round(customers * ranked.length)] ?? 0;
    return { customers, buyers: all > 0 ? reached / all : 0 };
  });
}

interface Forecast {
  readonly chance: number;
  readonly label: number;
}

function rising({ chances, labels }: Forecasts): Forecast[] {
  return Array.from({ length: chances.length }, (_, n) => ({
    chance: chances[n] ?? 0,
    label: labels[n] ?? 0,
  })).sort((a, b) => a.chance - b.chance);
}

function sliced(forecasts: readonly Forecast[], bins: number): Forecast[][] {
  const slices: Forecast[][] = [];
  const size = Math.ceil(forecasts.length / bins);
  for (const forecast of forecasts) {
    const slice = slices.at(-1);
    const isSame = slice?.at(-1)?.chance === forecast.chance;
    if (slice && (slice.length < size || isSame)) slice.push(forecast);
    else slices.push([forecast]);
  }
  return slices;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
