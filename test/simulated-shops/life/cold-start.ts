import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { addLaplaceNoise, laplaceNoiseVariance } from "~/ml/privacy/laplace-mechanism";
import type { RandomIntegers } from "~/ml/privacy/discrete-laplace";
import {
  fitLifetime,
  lifetimeCustomersAt,
  orderProbabilityWithin,
} from "~/predictions/models/lifetime";
import { logitOf, sigmoid } from "~/predictions/models/intent";
import { trainingWindows } from "~/predictions/models/windows";
import { logLossesOf } from "~/predictions/quality";
import type { SharedCounts } from "~/predictions/models/return-rates";
import { WAIT_DAYS } from "~/predictions/models/return-counts";
import { fitSharedIntent, sharedLogit } from "~/predictions/models/shared-intent";

/** A new shop on a day, with what its customers did afterward. */
export interface ColdShop {
  readonly group: string;
  readonly purchases: Purchases;
  readonly day: number;
}

/** Sums of log losses of forecasts for customers and horizons. */
export interface ColdLosses {
  readonly forecasts: number;
  /** By the constants that a shop without shared counts uses. */
  readonly today: number;
  readonly shared: number;
}

/** What shops share, summed. */
export function sumTables(
  tables: readonly Int32Array[],
  epsilon: number | null,
  random: RandomIntegers,
): SharedCounts {
  const counts = tables[0] ? Array.from(tables[0], () => 0) : [];
  for (const table of tables) {
    const noisy = epsilon === null ? table : addLaplaceNoise(table, epsilon, random);
    noisy.forEach((count, n) => (counts[n]! += count));
  }
  const variance = epsilon === null ? 0 : laplaceNoiseVariance(epsilon);
  return { counts, noiseVariance: variance * tables.length, shops: tables.length };
}

/**
 * The losses of a new shop's forecasts by horizon, only for horizons that the product forecasts by constants because the
 * shop has too few orders for a model.
 */
export function measureColdStart(
  { purchases, day }: ColdShop,
  shared: SharedCounts,
): (ColdLosses & { readonly days: number })[] {
  const cold = WAIT_DAYS.filter(
    (days) => trainingWindows(purchases, { endDay: day, days, count: 1 }).missing !== null,
  );
  const fitted = fitSharedIntent(shared, purchases, { endDay: day, horizons: cold });
  const { buying } = fitLifetime(purchases, day);
  const customers = lifetimeCustomersAt(purchases, day);
  return fitted.map((horizon) => {
    const { days } = horizon;
    const labels = customers.map(({ customer }) => {
      const { start, end } = purchasesBetween(purchases, customer, day, day + days);
      return end > start ? 1 : 0;
    });
    const logits = customers.map((it) => logitOf(orderProbabilityWithin(buying, it, days)));
    const mixed = customers.map((it, row) => sharedLogit(horizon, it, logits[row]!));
    const lossOf = (all: readonly number[]) =>
      logLossesOf(all.map(sigmoid), labels).reduce((sum, loss) => sum + loss, 0);
    return { days, forecasts: customers.length, today: lossOf(logits), shared: lossOf(mixed) };
  });
}

/** The sums over shops or horizons. */
export function sumLosses(parts: readonly ColdLosses[]): ColdLosses {
  return parts.reduce(
    (sum, part) => ({
      forecasts: sum.forecasts + part.forecasts,
      today: sum.today + part.today,
      shared: sum.shared + part.shared,
    }),
    { forecasts: 0, today: 0, shared: 0 },
  );
}
