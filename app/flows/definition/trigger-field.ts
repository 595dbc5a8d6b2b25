import type { TriggerKind } from "./trigger";

/** An editable trigger setting with its displayed bounds; for a text, its length. */
export interface TriggerField {
  readonly field: string;
  /** `share` is shown in percent, `factor` may have decimals, `text` is not a number. */
  readonly kind: "whole" | "share" | "factor" | "text";
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly help: string;
}

type Bounds = readonly [from: string, to: string];

const whole = (field: string, [from, to]: Bounds, label: string, help: string): TriggerField => ({
  ...{ field, kind: "whole", from, to, label, help },
});
const share = (field: string, [from, to]: Bounds, label: string, help: string): TriggerField => ({
  ...{ field, kind: "share", from, to, label, help },
});

const WEEK_IN_MINUTES: Bounds = ["10", "10,080"];
const idle = (noun: string): TriggerField =>
  whole(
    "idleMinutes",
    WEEK_IN_MINUTES,
    "Minutes without a change",
    `A ${noun} that somebody still works on is left in peace.`,
  );
const seenWithin = (max: string): TriggerField =>
  whole("seenWithinDays", ["1", max], "Days since they looked at it", "Longer ago is forgotten.");

/** Editable settings of each trigger, most important first. */
export const TRIGGER_FIELDS: Readonly<Record<TriggerKind, readonly TriggerField[]>> = {
  checkout_idle: [idle("checkout")],
  cart_idle: [idle("cart")],
  browse_idle: [
    whole(
      "idleMinutes",
      WEEK_IN_MINUTES,
      "Minutes after the visit",
      "Somebody who still looks around is left in peace.",
    ),
    whole("minViews", ["1", "20"], "Looks at the product", "So many are more than in passing."),
    whole(
      "minDwellSeconds",
      ["1", "600"],
      "Or seconds on its page",
      "Either is enough: so many looks, or so long a one.",
    ),
  ],
  consent_given: [],
  segment_joined: [],
  segment_left: [],
  shopify_flow: [],
  order_paid: [],
  order_delivered: [
    whole(
      "daysAfterFulfillment",
      ["0", "60"],
      "Days from fulfillment to delivery",
      "Shops seldom tell when a parcel arrives, so it is counted from when it was sent.",
    ),
  ],
  lapsed: [
    whole(
      "defaultDays",
      ["14", "730"],
      "Days without an order",
      "For customers who have no rhythm of their own yet.",
    ),
    {
      field: "intervalFactor",
      kind: "factor",
      from: "1",
      to: "5",
      label: "Times their usual interval",
      help: "For customers who have a rhythm: 1.5 is half as long again as they usually wait.",
    },
    whole(
      "maxPerDay",
      ["1", "10,000"],
      "People a day, at most",
      "So that turning the flow on does not write to everybody at once.",
    ),
  ],
  replenishment_due: [
    whole("daysBefore", ["0", "30"], "Days before it is used up", "How early the email goes."),
    whole(
      "minRepeatBuyers",
      ["3", "1,000"],
      "People who bought it again",
      "With fewer, how long a product lasts is not believed yet.",
    ),
    {
      field: "tag",
      kind: "text",
      from: "0",
      to: "255",
      label: "Tag of products that are used up",
      help: "A product with this tag in Shopify needs no minimum of buyers: the flow starts once it was bought again three times, or twice by the same customer.",
    },
  ],
  unengaged: [
    whole(
      "quietDays",
      ["30", "730"],
      "Days without a click, visit or order",
      "From here on somebody counts as no longer reading.",
    ),
    whole(
      "minEmails",
      ["1", "100"],
      "Emails since then",
      "Counted from the last sign of life: who got fewer had little to answer.",
    ),
  ],
  top_customer: [
    share("topShare", ["1", "50"], "Among the best", "By what they paid in 12 months, or will."),
  ],
  anniversary: [
    whole("daysBefore", ["0", "30"], "Days before the day", "How early the email goes."),
  ],
  order_expected: [
    whole(
      "withinDays",
      ["1", "30"],
      "Days before the expected order",
      "How close the next order must be.",
    ),
    share(
      "topShare",
      ["1", "50"],
      "Or among the first",
      "Of those most likely to order within 7 days.",
    ),
  ],
  back_in_stock: [
    whole(
      "minUnits",
      ["1", "1,000"],
      "Units that must be in stock",
      "Kindred emails nobody while there are fewer.",
    ),
    whole("validDays", ["1", "365"], "Days for which a request holds", "Older ones are let go."),
  ],
  price_drop: [
    share("minDropRate", ["1", "90"], "Cheaper by at least", "A smaller drop is no news."),
    seenWithin("90"),
    whole(
      "settleMinutes",
      ["0", "10,080"],
      "Minutes for which the price must hold",
      "So that a slip of the pen is not emailed.",
    ),
  ],
  low_stock: [
    whole(
      "maxUnits",
      ["1", "100"],
      "Units that count as few",
      "The email goes when no more than this are left.",
    ),
    whole("minViews", ["1", "20"], "Looks at the product", "Or it is in their cart."),
    seenWithin("60"),
  ],
};
