import { draw, factorOf } from "./draws";
import { HAZARD_OF_KIND, MAX_HAZARD_FACTOR, type MessageKind } from "./ranges";
import type { ShopLaw } from "./shop-law";

/** Who a customer of a simulated shop is. Nothing of it changes with what they are sent. */
export interface CustomerLaw {
  readonly customer: number;
  /** First day on which they exist; 0 or less: from the beginning. */
  readonly joinsOn: number;
  readonly isSubscribed: boolean;
  readonly ordersPer28Days: number;
  /** Days that what they usually buy lasts; null: they buy when they like. */
  readonly intervalDays: number | null;
  /** Steps of units that they usually buy. */
  readonly usualSteps: number;
  /** Day of their last order before the beginning; null: none yet. */
  readonly lastOrderDay: number | null;
  /** Whether that was their last. */
  readonly isAway: boolean;
  /** Times the shop's chances to click and to buy. */
  readonly engagement: number;
  /** Times the shop's chance to leave. */
  readonly annoyance: number;
}

/** The customers of a shop over so many days, those who come later last. */
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
  };
}

/** Geometric with the shop's mean, at least 1. */
const stepsOf = ({ meanSteps }: ShopLaw, uniform: number) =>
  1 + Math.floor(Math.log(1 - uniform) / Math.log(1 - 1 / Math.max(1.01, meanSteps)));

/** What has happened to a customer that their behavior depends on. */
export interface CustomerState {
  /** Day of their last order, whatever brought it; null: none. */
  readonly lastOrderDay: number | null;
  /** How long what they have lasts, beside their usual purchase. */
  readonly lastOrderShare: number;
  /** Whether they buy elsewhere since. */
  readonly isAway: boolean;
  /** Whether they unsubscribed. */
  readonly hasLeft: boolean;
  /** Marketing messages in the last 28 days. */
  readonly recentMessages: number;
}

/** Share of the usual that somebody still orders while they pause, and while they buy elsewhere. */
const WHILE_PAUSING = 0.25;
const WHILE_AWAY = 0.05;

const seasonOf = (law: ShopLaw, day: number) => law.seasonByDay[day % 365] ?? 1;

/** Chance in [0, 1] that somebody orders on a day, unless an email brings them to. */
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
  const season = seasonOf(law, day) * appetite;
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

/** Messages beyond those that nobody tires of. */
const overOf = ({ fatigue }: ShopLaw, { recentMessages }: CustomerState) =>
  fatigue ? Math.max(0, recentMessages - fatigue.from) : 0;

/** How far somebody is in need of an order: 1 is as usual. */
function needOf(law: ShopLaw, person: CustomerLaw, state: CustomerState, day: number): number {
  const { lastOrderDay } = state;
  if (lastOrderDay === null) return 1;
  if (person.intervalDays === null) return day - lastOrderDay < law.pauseDays ? WHILE_PAUSING : 1;
  const scale = person.intervalDays * Math.max(0.3, state.lastOrderShare);
  return Math.min(1.5, (day - lastOrderDay) / scale);
}

/** What comes of one message, as chances in [0, 1]. */
export interface Reaction {
  readonly clicks: number;
  readonly buys: number;
  /** Unsubscribes or complains. */
  readonly leaves: number;
}

/** What a subscriber does with a message. Fatigue counts the messages of the 28 days before it. */
export function reactionTo(
  law: ShopLaw,
  person: CustomerLaw,
  state: CustomerState,
  { kind, day }: { readonly kind: MessageKind; readonly day: number },
): Reaction {
  const over = overOf(law, state);
  const appetite = law.fatigue ? (1 - law.fatigue.responseDecay) ** over : 1;
  const weariness = law.fatigue ? 1 + law.fatigue.hazardGrowth * over : 1;
  const usual = law.responses[kind];
  // Who asked for it, or has left a checkout, needs it whatever they ordered last.
  const need = kind === "checkout" || kind === "requested" ? 1 : needOf(law, person, state, day);
  const season = Math.sqrt(seasonOf(law, day));
  return {
    clicks: Math.min(0.9, usual.clicks * person.engagement * appetite),
    buys: Math.min(0.5, usual.buys * person.engagement * appetite * need * season),
    leaves: Math.min(
      0.5,
      law.hazard * HAZARD_OF_KIND[kind] * person.annoyance * Math.min(MAX_HAZARD_FACTOR, weariness),
    ),
  };
}

/** What an order holds and earns. */
export interface OrderLaw {
  readonly units: number;
  /** After what comes back, in minor units. */
  readonly netMinor: number;
  /** How long it lasts, beside the usual purchase. */
  readonly share: number;
  /** Whether it is their last, unless an email brings them back. */
  readonly isLast: boolean;
}

/** An order of a customer on a day: in whole steps of units, so that a wholesaler's comes by the dozen. */
export function drawOrder(law: ShopLaw, person: CustomerLaw, day: number, nth: number): OrderLaw {
  const uniform = (purpose: "units" | "value" | "returned" | "goesAway") =>
    draw(law.seed, person.customer, day, purpose, nth);
  const steps = Math.max(1, Math.round(person.usualSteps * (0.6 + 0.8 * uniform("units"))));
  const grossMinor =
    steps * law.unitsStep * law.unitPriceMinor * factorOf(uniform("value"), law.valueSpread);
  // Twice as many orders, of each of which a half comes back.
  const isReturned = uniform("returned") < Math.min(1, law.returnShare * 2);
  return {
    units: steps * law.unitsStep,
    netMinor: Math.round(grossMinor * (isReturned ? 0.5 : 1)),
    share: steps / person.usualSteps,
    isLast: uniform("goesAway") < law.goesAway,
  };
}

/** What an order of a customer earns on average, in minor units. */
export function meanOrderMinor(law: ShopLaw, person: CustomerLaw): number {
  return person.usualSteps * law.unitsStep * law.unitPriceMinor * (1 - law.returnShare);
}
