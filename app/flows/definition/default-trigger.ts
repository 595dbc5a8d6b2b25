import type { Trigger, TriggerKind } from "./trigger";

/** A segment change that arrives days late is outdated. */
const segmentChange = { segmentId: "", maxAgeHours: 72 };

/** Default settings when one trigger replaces another, and of triggers without a prebuilt flow. */
const DEFAULT_TRIGGERS = {
  browse_idle: {
    kind: "browse_idle",
    idleMinutes: 60,
    maxAgeHours: 24,
    minViews: 2,
    minDwellSeconds: 30,
  },
  price_drop: { kind: "price_drop", minDropRate: 0.1, seenWithinDays: 30, settleMinutes: 120 },
  low_stock: { kind: "low_stock", maxUnits: 5, minViews: 3, seenWithinDays: 14 },
  order_paid: { kind: "order_paid", maxAgeHours: 48 },
  order_delivered: { kind: "order_delivered", daysAfterFulfillment: 5, maxAgeHours: 14 * 24 },
  consent_given: { kind: "consent_given", maxAgeHours: 48 },
  segment_joined: { kind: "segment_joined", ...segmentChange },
  segment_left: { kind: "segment_left", ...segmentChange },
  // A request that arrives days late is outdated.
  shopify_flow: { kind: "shopify_flow", maxAgeHours: 72 },
  custom_event: {
    kind: "custom_event",
    eventName: "",
    property: "",
    comparison: "is",
    value: "",
    maxAgeHours: 72,
  },
  lapsed: { kind: "lapsed", defaultDays: 60, intervalFactor: 1.5, maxPerDay: 200 },
  unengaged: { kind: "unengaged", minEmails: 8, quietDays: 90 },
  top_customer: { kind: "top_customer", topShare: 0.05 },
  order_expected: { kind: "order_expected", topShare: 0.2, withinDays: 3 },
} as const satisfies Partial<Record<TriggerKind, Trigger>>;

type DefaultKind = keyof typeof DEFAULT_TRIGGERS;

/** Triggers with the same kind of object, so that their emails are interchangeable. */
const INTERCHANGEABLE: readonly (readonly DefaultKind[])[] = [
  ["browse_idle", "price_drop", "low_stock"],
  ["order_paid", "order_delivered"],
  [
    "consent_given",
    "segment_joined",
    "segment_left",
    "lapsed",
    "unengaged",
    "top_customer",
    "order_expected",
  ],
];

/**
 * Triggers that can replace `kind`, including itself: only those with the same kind of object.
 * An abandoned-checkout email makes no sense without a checkout.
 */
export function listInterchangeableTriggers(kind: TriggerKind): readonly TriggerKind[] {
  return INTERCHANGEABLE.find((group) => group.some((it) => it === kind)) ?? [kind];
}

/** The default trigger of a kind; null for a kind that only a prebuilt flow has. */
export function getDefaultTrigger(kind: TriggerKind): Trigger | null {
  return Object.hasOwn(DEFAULT_TRIGGERS, kind) ? DEFAULT_TRIGGERS[kind as DefaultKind] : null;
}
