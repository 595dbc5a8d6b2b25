import { PROPERTY_COMPARISONS } from "~/events/custom-event";
import type { TriggerKind } from "./trigger";

/** An editable trigger setting with its displayed bounds; for a text, of its length. */
interface TypedField {
  readonly field: string;
  /** `share` is shown in percent, `factor` may have decimals, `text` and `name` are not numbers. */
  readonly kind: "whole" | "share" | "factor" | "text" | "name";
  readonly min: number;
  readonly max: number;
}

/** A trigger setting that is one of some options. */
interface ChoiceField {
  readonly field: string;
  readonly kind: "choice";
  readonly options: readonly string[];
}

export type TriggerField = TypedField | ChoiceField;

const define =
  (kind: TypedField["kind"]) =>
  (field: string, min: number, max: number): TriggerField => ({ field, kind, min, max });
const whole = define("whole");
const share = define("share");
const factor = define("factor");
const text = define("text");
/** The name of a custom event or of its property. */
const name = define("name");
const choice = (field: string, options: readonly string[]): TriggerField => ({
  field,
  kind: "choice",
  options,
});

const WEEK_IN_MINUTES = 7 * 24 * 60;

/** Editable settings of each trigger, most important first. */
export const TRIGGER_FIELDS: Readonly<Record<TriggerKind, readonly TriggerField[]>> = {
  checkout_idle: [whole("idleMinutes", 10, WEEK_IN_MINUTES)],
  cart_idle: [whole("idleMinutes", 10, WEEK_IN_MINUTES)],
  browse_idle: [
    whole("idleMinutes", 10, WEEK_IN_MINUTES),
    whole("minViews", 1, 20),
    whole("minDwellSeconds", 1, 600),
  ],
  consent_given: [],
  segment_joined: [],
  segment_left: [],
  shopify_flow: [],
  custom_event: [
    name("eventName", 1, 64),
    name("property", 0, 64),
    choice("comparison", PROPERTY_COMPARISONS),
    text("value", 0, 255),
  ],
  order_paid: [],
  order_delivered: [whole("daysAfterFulfillment", 0, 60)],
  lapsed: [
    whole("defaultDays", 14, 730),
    factor("intervalFactor", 1, 5),
    whole("maxPerDay", 1, 10_000),
  ],
  replenishment_due: [
    whole("daysBefore", 0, 30),
    whole("minRepeatBuyers", 3, 1_000),
    text("tag", 0, 255),
  ],
  unengaged: [whole("quietDays", 30, 730), whole("minEmails", 1, 100)],
  top_customer: [share("topShare", 1, 50)],
  anniversary: [whole("daysBefore", 0, 30)],
  order_expected: [whole("withinDays", 1, 30), share("topShare", 1, 50)],
  back_in_stock: [whole("minUnits", 1, 1_000), whole("validDays", 1, 365)],
  price_drop: [
    share("minDropRate", 1, 90),
    whole("seenWithinDays", 1, 90),
    whole("settleMinutes", 0, WEEK_IN_MINUTES),
  ],
  low_stock: [whole("maxUnits", 1, 100), whole("minViews", 1, 20), whole("seenWithinDays", 1, 60)],
};

/** All trigger kinds. */
export const TRIGGER_KINDS = Object.keys(TRIGGER_FIELDS) as [TriggerKind, ...TriggerKind[]];
