import { suggestHour } from "~/campaigns/suggested-hour";
import { HOURS } from "~/ml/customers/hour-rates";
import type { DecisionShop } from "../laws/decision-shop";
import { draw } from "../laws/draws";
import { hourAt } from "../laws/hour-law";
import { SETTINGS } from "./live-shop";
import type { Person } from "./person";
import { hourOf, HOUR_MS } from "./times";

/** Periods of 28 days in the year before the simulation, whose orders are imported at the installation. */
const PERIODS_BEFORE = 13;

/**
 * The hour that the product suggests for campaigns, by the orders that no email led to, with those of the year before.
 * The merchant takes it for the campaigns from the next day on.
 */
export function learnCampaignHour({ seed, customers, ordersPer28Days, choices }: DecisionShop) {
  const orders = new Float64Array(HOURS);
  const before = Math.round(customers * ordersPer28Days * PERIODS_BEFORE);
  for (let order = 0; order < before; order++) {
    orders[Math.floor(hourAt(choices.hours.ordersUntil, draw(seed, order, -1, "timeOfDay")))]! += 1;
  }
  const clickedMs = new Map<Person, number>();
  let suggested: number | null = null;
  return {
    click(person: Person, atMs: number): void {
      clickedMs.set(person, atMs);
    },
    order(person: Person, atMs: number): void {
      const clickedAt = clickedMs.get(person) ?? -Infinity;
      if (atMs - clickedAt > SETTINGS.attributionWindowHours * HOUR_MS) orders[hourOf(atMs)]! += 1;
    },
    learn(): void {
      suggested = suggestHour(orders, SETTINGS.quietHours);
    },
    /** @param plannedMs when the merchant would send the campaign */
    leavesAt: (plannedMs: number) =>
      suggested === null ? plannedMs : plannedMs + (suggested - hourOf(plannedMs)) * HOUR_MS,
  };
}
