import { HALF_LIFE_RANGES, HOUR_RANGES, ORDER_TIMES } from "./choice-ranges";
import { draw, normalOf } from "./draws";
import { MESSAGE_KINDS, type MessageKind, type Range, type ShopKind } from "./ranges";

const HOURS = 24;

/** When a shop's customers order, and when they respond to email. */
export interface HourLaw {
  /** Factors of the response by hour of the day and by weekday from Monday on; 1 at ten, and 1 on average. */
  readonly byHour: readonly number[];
  readonly byWeekday: readonly number[];
  readonly peakHour: number;
  readonly personalShare: number;
  readonly personalHeight: number;
  readonly personalSpread: number;
  /** Hours in which half of an email's effect is lost. */
  readonly halfLife: Readonly<Record<MessageKind, number>>;
  /** Cumulative share of the orders by hour, and factors by weekday with mean 1. */
  readonly ordersUntil: readonly number[];
  readonly orderWeekdays: readonly number[];
}

export function drawHourLaw(
  seed: number,
  kind: ShopKind,
  within: (range: Range) => number,
): HourLaw {
  const { hours, weekdays } = kind === "wholesale" ? ORDER_TIMES.retail : ORDER_TIMES.consumers;
  const height = within(HOUR_RANGES.height);
  const night = within(HOUR_RANGES.night);
  const peakHour = hourAt(cumulate(hours), draw(seed, 0, 0, "choices", 60));
  const shape = (hour: number) =>
    Math.exp(height * Math.cos(((hour - peakHour) * 2 * Math.PI) / HOURS)) * (hour < 6 ? night : 1);
  const spread = within(HOUR_RANGES.weekdaySpread);
  const raw = weekdays.map((_, day) =>
    Math.exp(spread * normalOf(draw(seed, day, 1, "choices", 60))),
  );
  return {
    byHour: hours.map((_, hour) => shape(hour) / shape(10)),
    byWeekday: toMeanOne(raw),
    peakHour,
    personalShare: within(HOUR_RANGES.personalShare),
    personalHeight: within(HOUR_RANGES.personalHeight),
    personalSpread: within(HOUR_RANGES.personalSpread),
    halfLife: Object.fromEntries(
      MESSAGE_KINDS.map((it) => [it, within(HALF_LIFE_RANGES[it])]),
    ) as HourLaw["halfLife"],
    ordersUntil: cumulate(hours),
    orderWeekdays: toMeanOne(weekdays),
  };
}

function toMeanOne(values: readonly number[]): number[] {
  const mean = values.reduce((sum, it) => sum + it, 0) / values.length;
  return values.map((value) => value / mean);
}

function cumulate(shares: readonly number[]): number[] {
  const all = shares.reduce((sum, it) => sum + it, 0);
  let sum = 0;
  return shares.map((share) => (sum += share / all));
}

/** The hour of the day at a uniform number, with its fraction. */
export function hourAt(ordersUntil: readonly number[], uniform: number): number {
  const found = ordersUntil.findIndex((until) => uniform < until);
  const hour = found < 0 ? HOURS - 1 : found;
  const from = hour === 0 ? 0 : ordersUntil[hour - 1]!;
  return Math.min(23.99, hour + (uniform - from) / Math.max(1e-9, ordersUntil[hour]! - from));
}

/** A customer's own hour, 6 to 23; null: any hour is as good as the shop's. */
export function drawOwnHour(law: HourLaw, seed: number, customer: number): number | null {
  if (draw(seed, customer, -1, "ownHour") >= law.personalShare) return null;
  const hour = law.peakHour + law.personalSpread * normalOf(draw(seed, customer, -1, "ownHour", 1));
  return Math.round(Math.min(23, Math.max(6, hour)));
}

/** How narrow an own hour is: half of its height is left two hours and a half away. */
const CONCENTRATION = 3.3;
const bump = (hours: number) =>
  Math.exp(CONCENTRATION * (Math.cos((hours * 2 * Math.PI) / HOURS) - 1));

/** Factors of a customer's response for each hour of the day. An own hour does not change the mean of those from 7 to 22. */
export function hourFactorsOf(law: HourLaw, ownHour: number | null): readonly number[] {
  if (ownHour === null) return law.byHour;
  const raw = law.byHour.map((_, hour) => Math.exp(law.personalHeight * bump(hour - ownHour)));
  const awake = raw.slice(7, 23);
  const mean = awake.reduce((sum, it) => sum + it, 0) / awake.length;
  return law.byHour.map((factor, hour) => (factor * raw[hour]!) / mean);
}
