import type { TriggerKind } from "./trigger";

/** The number of a trigger that a merchant may change, with its bounds as they are written. */
interface TriggerNumber {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly help: string;
}

const idle = (what: string): TriggerNumber => ({
  field: "idleMinutes",
  from: "10",
  to: "10,080",
  label: "Minutes without a change",
  help: `A ${what} that somebody still works on is left in peace.`,
});

/** What may be changed of each kind of trigger; the other kinds have nothing to change. */
export const TRIGGER_NUMBERS: Readonly<Partial<Record<TriggerKind, TriggerNumber>>> = {
  checkout_idle: idle("checkout"),
  cart_idle: idle("cart"),
  browse_idle: {
    field: "idleMinutes",
    from: "10",
    to: "10,080",
    label: "Minutes after the visit",
    help: "Somebody who still looks around is left in peace.",
  },
  order_delivered: {
    field: "daysAfterFulfilment",
    from: "0",
    to: "60",
    label: "Days from fulfilment to delivery",
    help: "Shops seldom tell when a parcel arrives, so it is counted from when it was sent.",
  },
  lapsed: {
    field: "defaultDays",
    from: "14",
    to: "730",
    label: "Days without an order",
    help: "For customers who have no rhythm of their own yet.",
  },
  replenishment_due: {
    field: "daysBefore",
    from: "0",
    to: "30",
    label: "Days before it is used up",
    help: "How early the mail goes.",
  },
  unengaged: {
    field: "quietDays",
    from: "30",
    to: "730",
    label: "Days without a click, visit or order",
    help: "From here on somebody counts as no longer reading.",
  },
  anniversary: {
    field: "daysBefore",
    from: "0",
    to: "30",
    label: "Days before the day",
    help: "How early the mail goes.",
  },
  order_expected: {
    field: "withinDays",
    from: "1",
    to: "30",
    label: "Days before the expected order",
    help: "How close the next order must be.",
  },
  back_in_stock: {
    field: "minUnits",
    from: "1",
    to: "1,000",
    label: "Units that must be in stock",
    help: "With fewer, nobody is told yet.",
  },
  low_stock: {
    field: "maxUnits",
    from: "1",
    to: "100",
    label: "Units that count as few",
    help: "The mail goes when no more than this are left.",
  },
};
