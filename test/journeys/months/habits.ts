import { oneOf, seededRandom, type Random } from "../../shopify/life/seeded-random";
import { WARE_KEYS, type Past, type StoreProduct } from "../flows/store";
import {
  abandonsCheckout,
  addsToCart,
  buys,
  looksAt,
  requestsAlert,
  type Action,
} from "../flows/story";
import { hoursOn, isActive, lastActiveDay, type DayPlan } from "./day-plan";

const ALERTED: readonly StoreProduct[] = ["slippers", "hat", "clock", "kettle"];
const SOLD_ALWAYS = WARE_KEYS.filter((ware) => !ALERTED.includes(ware));

/** What customers who act by chance did before: two orders, one, or none. */
export const PASTS: readonly Past[] = [
  {
    bought: [
      [40, "tray"],
      [12, "board"],
    ],
  },
  { bought: [[30, "mug"]] },
  {},
];

/**
 * What a customer does on a day, by chance. It depends on nothing but the two, so one email more or less changes no
 * other day.
 */
export function drawDay(customerId: string, day: number): DayPlan | undefined {
  if (!isActive(day)) return undefined;
  const before = lastActiveDay(day);
  const lastVisit = before === null ? [] : drawVisit(randomOf(customerId, before, "visit"));
  const ends =
    before !== null && lastVisit.some(({ kind }) => kind === "buys")
      ? [endOf(randomOf(customerId, day, "end")(), hoursOn(before))]
      : [];
  return {
    ...(randomOf(customerId, day, "inbox")() < 0.3 && { inbox: "clicks" }),
    actions: [...ends, ...drawVisit(randomOf(customerId, day, "visit"))],
  };
}

const randomOf = (customerId: string, day: number, what: string): Random =>
  seededRandom(day, `${customerId} ${what}`);

/** In the store; about half of the time they do not come. */
function drawVisit(random: Random): readonly Action[] {
  if (random() < 0.5) return [];
  if (random() < 0.15) return [requestsAlert(oneOf(random, ALERTED)!)];
  const ware = oneOf(random, SOLD_ALWAYS)!;
  const looks = looksAt(ware, 1 + Math.floor(3 * random()));
  const depth = random();
  if (depth < 0.45) return [looks];
  if (depth < 0.65) return [looks, addsToCart(ware)];
  if (depth < 0.85) return [looks, abandonsCheckout(ware)];
  return [looks, buys(ware)];
}

/** What became of an order. */
function endOf(chance: number, orderedAt: number): Action {
  const kind = chance < 0.08 ? "cancels" : chance < 0.16 ? "returns" : "receives";
  return { kind, orderedAt };
}
