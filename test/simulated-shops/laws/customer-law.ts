import {
  choiceFactors,
  NO_FACTORS,
  type ChoiceState,
  type ChoiceTaste,
  type ChosenMessage,
} from "./choice-factors";
import { draw, factorOf } from "./draws";
import { drawOwnHour, hourFactorsOf } from "./hour-law";
import { drawOfferType, waitingFactor } from "./offer-law";
import { HAZARD_OF_KIND, MAX_HAZARD_FACTOR } from "./ranges";
import type { ShopLaw } from "./shop-law";

/** A customer of a simulated shop. Independent of received emails. */
export interface CustomerLaw extends ChoiceTaste {
  readonly customer: number;
  /** Their first day; 0 or less: from the beginning. */
  readonly joinsOn: number;
  readonly isSubscribed: boolean;
  readonly ordersPer28Days: number;
  /** Days that their usual purchase lasts; null: irregular purchases. */
  readonly intervalDays: number | null;
  /** Their usual quantity in steps of units. */
  readonly usualSteps: number;
  /** Day of their last order before the beginning; null: none yet. */
  readonly lastOrderDay: number | null;
  /** Whether that was their last. */
  readonly isAway: boolean;
  /** Factor of the shop's click and order probabilities. */
  readonly engagement: number;
  /** Factor of the shop's unsubscribe probability. */
  readonly annoyance: number;
}

/** The customers of a shop over this many days, by arrival. */
export function drawCustomers(law: ShopLaw, days: number): CustomerLaw[] {
  const newcomers = Math.round((law.customers * law.newcomersPer28Days * days) / 28);
  return Array.from({ length: law.customers + newcomers }, (_, customer) =>
    drawCustomer(law, customer, days),
  );
}

function drawCustomer(law: ShopLaw, customer: number, days: number): CustomerLaw {
  const uniform = (purpose: Parameters<typeof draw>[3]) => draw(law.seed, customer, -1, purpose);
  const isNew = customer >= law.customers;
  const rate = factorOf(uniform("rate"), law.rateSpread);
  const usual = law.intervalDays && law.intervalDays / Math.min(2, Math.max(0.4, rate));
  const sinceLast = usual
    ? usual * uniform("start")
    : (28 / law.ordersPer28Days) * uniform("start");
  return {
    customer,
    joinsOn: isNew ? 1 + Math.floor(uniform("joins") * (days - 1)) : 0,
    isSubscribed: uniform("subscribed") < law.subscribedShare,
    ordersPer28Days: law.ordersPer28Days * rate,
    intervalDays: usual,
    usualSteps: stepsOf(law, uniform("units")),
    lastOrderDay: isNew ? null : -Math.ceil(sinceLast),
    isAway: !isNew && uniform("goesAway") < law.goesAway,
    engagement: factorOf(uniform("engagement"), law.engagementSpread),
    annoyance: factorOf(uniform("hazard"), law.hazardSpread),
    byHour:
      law.choices &&
      hourFactorsOf(law.choices.hours, drawOwnHour(law.choices.hours, law.seed, customer)),
    offerType: law.choices
      ? drawOfferType(law.choices.offers, { seed: law.seed, customer, rate })
      : "insensitive",
  };
}

/** Geometric with the shop's mean, at least 1. */
const stepsOf = ({ meanSteps }: ShopLaw, uniform: number) =>
  1 + Math.floor(Math.log(1 - uniform) / Math.log(1 - 1 / Math.max(1.01, meanSteps)));

/** The history that determines a customer's behavior. */
export interface CustomerState extends ChoiceState {
  /** Duration of their last purchase relative to their usual one. */
  readonly lastOrderShare: number;
  /** Whether they buy elsewhere since. */
  readonly isAway: boolean;
  /** Whether they unsubscribed. */
  readonly hasLeft: boolean;
  /** Marketing messages in the last 28 days. */
  readonly recentMessages: number;
}

/** Relative order rate during a pause, and while buying elsewhere. */
const WHILE_PAUSING = 0.25;
const WHILE_AWAY = 0.05;

const seasonOf = (law: ShopLaw, day: number) => law.seasonByDay[day % 365] ?? 1;

/** Probability in [0, 1] of an order on a day without the effect of an email. */
export function orderChance(
  law: ShopLaw,
  person: CustomerLaw,
  state: CustomerState,
  day: number,
): number {
  const appetite =
    (state.isAway ? WHILE_AWAY : 1) *
    (state.hasLeft ? 1 - law.leaverLoss : 1) *
    (1 - (law.fatigue?.orderDecay ?? 0)) ** overOf(law, state);
  const { choices } = law;
  const today = choices
    ? choices.hours.orderWeekdays[day % 7]! * waitingFactor(choices.offers, state.isWaiting)
    : 1;
  const season = seasonOf(law, day) * appetite * today;
  if (person.intervalDays !== null && state.lastOrderDay !== null) {
    const scale = person.intervalDays * Math.max(0.3, state.lastOrderShare);
    const elapsed = Math.max(0.5, day - state.lastOrderDay);
    // The hazard of a Weibull distribution whose scale is the interval.
    const hazard =
      (law.regularity / scale) * Math.min(1.5, elapsed / scale) ** (law.regularity - 1);
    return Math.min(0.5, hazard * season);
  }
  return Math.min(0.5, (person.ordersPer28Days / 28) * season * needOf(law, person, state, day));
}

/** Messages above the harmless number. */
const overOf = ({ fatigue }: ShopLaw, { recentMessages }: CustomerState) =>
  fatigue ? Math.max(0, recentMessages - fatigue.from) : 0;

/** Need for an order: 1 is usual. */
function needOf(law: ShopLaw, person: CustomerLaw, state: CustomerState, day: number): number {
  const { lastOrderDay } = state;
  if (lastOrderDay === null) return 1;
  if (person.intervalDays === null) return day - lastOrderDay < law.pauseDays ? WHILE_PAUSING : 1;
  const scale = person.intervalDays * Math.max(0.3, state.lastOrderShare);
  return Math.min(1.5, (day - lastOrderDay) / scale);
}

/** Outcomes of one message, as probabilities in [0, 1]. */
export interface Reaction {
  readonly clicks: number;
  readonly buys: number;
  /** Unsubscribes or complains. */
  readonly leaves: number;
}

/** A subscriber's response to a message. Fatigue counts the messages of the preceding 28 days. */
export function reactionTo(
  law: ShopLaw,
  person: CustomerLaw,
  state: CustomerState,
  message: ChosenMessage,
): Reaction {
  const { kind, day } = message;
  const over = overOf(law, state);
  const appetite = law.fatigue ? (1 - law.fatigue.responseDecay) ** over : 1;
  const weariness = law.fatigue ? 1 + law.fatigue.hazardGrowth * over : 1;
  const usual = law.responses[kind];
  // Requested emails and abandoned checkouts show a need regardless of the last order.
  const need = kind === "checkout" || kind === "requested" ? 1 : needOf(law, person, state, day);
  const season = Math.sqrt(seasonOf(law, day));
  const chosen = law.choices ? choiceFactors(law.choices, person, state, message) : NO_FACTORS;
  const engaged = person.engagement * appetite;
  const hazard = law.hazard * HAZARD_OF_KIND[kind] * person.annoyance;
  return {
    clicks: Math.min(0.9, usual.clicks * engaged * chosen.clicks),
    buys: Math.min(0.5, usual.buys * engaged * need * season * chosen.buys),
    leaves: Math.min(0.5, hazard * Math.min(MAX_HAZARD_FACTOR, weariness) * chosen.leaves),
  };
}

/** Contents and revenue of an order. */
export interface OrderLaw {
  readonly units: number;
  /** Net of returns, in minor units. */
  readonly netMinor: number;
  /** Its duration relative to the usual purchase. */
  readonly share: number;
  /** Whether it is their last, unless an email brings them back. */
  readonly isLast: boolean;
}

/** An order of a customer on a day: in whole steps of units, so that a wholesaler orders by the dozen. */
export function drawOrder(law: ShopLaw, person: CustomerLaw, day: number, nth: number): OrderLaw {
  const uniform = (purpose: "units" | "value" | "returned" | "goesAway") =>
    draw(law.seed, person.customer, day, purpose, nth);
  const steps = Math.max(1, Math.round(person.usualSteps * (0.6 + 0.8 * uniform("units"))));
  const grossMinor =
    steps * law.unitsStep * law.unitPriceMinor * factorOf(uniform("value"), law.valueSpread);
  // Twice as many orders, half of each returned.
  const isReturned = uniform("returned") < Math.min(1, law.returnShare * 2);
  return {
    units: steps * law.unitsStep,
    netMinor: Math.round(grossMinor * (isReturned ? 0.5 : 1)),
    share: steps / person.usualSteps,
    isLast: uniform("goesAway") < law.goesAway,
  };
}

/** Mean revenue of a customer's order, in minor units. */
export function meanOrderMinor(law: ShopLaw, person: CustomerLaw): number {
  return person.usualSteps * law.unitsStep * law.unitPriceMinor * (1 - law.returnShare);
}
