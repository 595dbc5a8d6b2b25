import type { Past } from "../flows/store";
import {
  abandonsCheckout,
  addsToCart,
  buys,
  looksAt,
  optsIn,
  price,
  refuses,
  requestsAlert,
  stock,
} from "../flows/story";
import { hoursOn, MONTH_DAYS, type MonthPlan } from "./day-plan";

/** What the customers of a role did before, and what they do in each month. `n` counts the customers of the role. */
export interface Role {
  readonly count: number;
  past(n: number): Past;
  plan(month: number, n: number): MonthPlan;
}

/** A price that was as low a month ago is no drop, so the months take turns. */
const REDUCED = [
  { ware: "lamp", usual: "80.00", low: "60.00" },
  { ware: "vase", usual: "40.00", low: "30.00" },
] as const;
const reducedIn = (month: number) => REDUCED[month % REDUCED.length]!;

const ordered = (month: number, day: number) => ({ orderedAt: hoursOn(month * MONTH_DAYS + day) });
const coffee = (daysAgo: number) =>
  [90, 60, 30, 0].map((days) => [days + daysAgo, "coffee"] as const);

/**
 * The customers who bring about what the tests look for, in each month and whatever chance does elsewhere: each in
 * their own way, so that none affects another.
 */
export const ROLES: readonly Role[] = [
  // Emails about a checkout and a cart fill the week, so what the shop starts then is over the cap.
  {
    count: 3,
    past: () => ({}),
    plan: () => ({
      0: { actions: [abandonsCheckout("tray")] },
      3: { actions: [addsToCart("board")] },
      6: { actions: [looksAt("carafe", 2)] },
      21: { actions: [looksAt("bowl", 2)] },
    }),
  },
  // They subscribe and view a product within the hours of the cap, and unsubscribe; one while emails wait.
  {
    count: 2,
    past: () => ({ agreed: false }),
    plan: (month, n) => ({
      0: { actions: [optsIn, looksAt("carafe", 2)] },
      // Nobody is welcomed twice, so later there is no email to unsubscribe in.
      [n === 0 ? 3 : 6]: month === 0 ? { inbox: "unsubscribes" } : { actions: [refuses] },
      9: { actions: [abandonsCheckout("tray")] },
      15: { actions: [optsIn] },
      18: { actions: [looksAt("carafe", 2)] },
      21: { actions: [refuses] },
    }),
  },
  // They view a product again, which is no reason to repeat an email.
  {
    count: 1,
    past: () => ({}),
    plan: () => ({
      0: { actions: [looksAt("carafe", 2)] },
      18: { actions: [looksAt("carafe", 2)] },
    }),
  },
  // They click, order days later, and one returns an order, one cancels one.
  {
    count: 3,
    past: () => ({}),
    plan: (month, n) => ({
      0: { actions: [addsToCart("tray")] },
      3: { inbox: "clicks" },
      6: { actions: [buys("mug")] },
      12: { actions: [{ kind: "receives", ...ordered(month, 6) }, addsToCart("board")] },
      15: { inbox: "clicks" },
      18: { actions: [buys("tray")] },
      21: {
        actions: [
          { kind: (["receives", "returns", "cancels"] as const)[n]!, ...ordered(month, 18) },
        ],
      },
    }),
  },
  // They click in the reminder, and buy what they have used up.
  {
    count: 2,
    past: (n) => ({ bought: coffee(24 + n) }),
    plan: (month) => ({
      3: { inbox: "clicks" },
      6: { actions: [buys("coffee")] },
      12: { actions: [{ kind: "receives", ...ordered(month, 6) }] },
    }),
  },
  // They request an alert.
  {
    count: 2,
    past: () => ({}),
    plan: () => ({ 3: { actions: [requestsAlert("slippers")] }, 12: { inbox: "clicks" } }),
  },
  // They look at what costs less later, and at what runs low later.
  {
    count: 2,
    past: () => ({}),
    plan: (month) => ({
      6: { actions: [looksAt(reducedIn(month).ware, 1)] },
      18: { actions: [looksAt("candle", 3)] },
    }),
  },
  // They do nothing: the shop writes to those who ordered long ago, and on the anniversary of their sign-up.
  {
    count: 2,
    past: (n) => ({ bought: [[64 + n, "mug"]], cameDaysAgo: 347 + n }),
    plan: () => ({}),
  },
  // Among the best; buys what runs low.
  {
    count: 1,
    past: () => ({ bought: [[25, "throw", 8]] }),
    plan: () => ({ 18: { actions: [buys("candle", 8)] } }),
  },
];

/** What changes in the catalog in a month. */
export function planCatalog(month: number): MonthPlan {
  const { ware, usual, low } = reducedIn(month);
  return {
    0: { actions: [stock("candle", 60)] },
    9: { actions: [stock("slippers", 20)] },
    12: { actions: [stock("slippers", 0), price(ware, low)] },
    15: { actions: [price(ware, usual)] },
    21: { actions: [stock("candle", 4)] },
  };
}
