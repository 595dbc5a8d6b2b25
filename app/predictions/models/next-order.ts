import type { BgNbd } from "~/ml/lifetime/bg-nbd";
import { snapshotAt, type FeatureName, type Snapshot } from "~/ml/customers/customer-features";
import {
  fitNextOrderModel,
  type NextOrder,
  type NextOrderModel,
} from "~/ml/customers/next-order-model";
import type { Purchases } from "~/ml/customers/purchases";
import type { Missing } from "../quality";
import type { LifetimeCustomer } from "./lifetime";
import { fitShopSeason } from "./season";
import { firstDayOf } from "./windows";

/** The date of the next order, if it comes within `NEXT_ORDER_DAYS`. Plain values. */
export interface NextOrderFit {
  /** Null if too few customers ordered again. */
  readonly model: NextOrderModel | null;
  readonly missing: Missing | null;
}

/** The horizon of the next order. */
export const NEXT_ORDER_DAYS = 365;
/** Minimum number of customers who ordered again. */
export const MIN_RETURNS = 30;
/** Days of history before a training window. */
const BLIND_DAYS = 14;
/** Days between the starts of the training windows, which all end on the same day. */
const STEP_DAYS = 21;
/** Length of the shortest training window. */
const SHORTEST_DAYS = 7;

/**
 * The training windows before `endDay`, of at most `NEXT_ORDER_DAYS`. All end there, so that each customer is observed
 * as long as the history allows.
 */
export function nextOrderWindows(purchases: Purchases, endDay: number): Snapshot[] {
  const firstDay = Math.max(firstDayOf(purchases) + BLIND_DAYS, endDay - NEXT_ORDER_DAYS);
  const count = Math.ceil((endDay - SHORTEST_DAYS - firstDay + 1) / STEP_DAYS);
  return Array.from({ length: Math.max(0, count) }, (_, n) => {
    const days = SHORTEST_DAYS + n * STEP_DAYS;
    return snapshotAt(purchases, endDay - days, days, null);
  });
}

/**
 * The season by which the waits of a shop pass; null with less than two full years, or where months vary no more than
 * the same month does between years.
 */
export function waitSeason(purchases: Purchases, endDay: number): Float64Array | null {
  const season = fitShopSeason(purchases, endDay);
  return season.some((index) => index !== 1) ? season : null;
}

/**
 * Fits the waits of all customers of the windows from `nextOrderWindows`.
 *
 * @param season from `waitSeason`
 */
export function fitNextOrderPrediction(
  windows: readonly Snapshot[],
  season: Float64Array | null,
  features?: readonly FeatureName[],
): NextOrderFit {
  const returns = windows.map(({ labels }) => labels.reduce((sum, label) => sum + label, 0));
  const have = Math.max(0, ...returns);
  const need = MIN_RETURNS;
  const model = have < need ? null : fitNextOrderModel(windows, features, season);
  return { model, missing: model ? null : { what: "returns", have, need } };
}

/**
 * For a shop that cannot train the model: by BG/NBD the wait of an active customer has a Lomax distribution, P(wait
 * ≤ t) = 1 − ((α + T) / (α + T + t))^(r + x), clipped to the horizon.
 */
export function forecastWaitFromRate(
  { alpha, r }: BgNbd,
  { repeats, watched }: Pick<LifetimeCustomer, "repeats" | "watched">,
  horizonDays: number,
): NextOrder {
  const seen = (alpha + watched) * 7;
  const shape = r + repeats;
  const within = 1 - (seen / (seen + horizonDays)) ** shape;
  const waitAt = (share: number) => seen * ((1 - share * within) ** (-1 / shape) - 1);
  return { days: waitAt(0.5), low: waitAt(0.1), high: waitAt(0.9) };
}
