import type { Trigger, TriggerKind } from "./trigger";

/** A segment change that arrives days late is outdated. */
const moved = { segmentId: "", freshHours: 72 };

/** Default settings when one trigger replaces another. */
const USUAL = {
  browse_idle: {
    kind: "browse_idle",
    idleMinutes: 30,
    freshHours: 24,
    minViews: 2,
    minDwellSeconds: 30,
  },
  price_drop: { kind: "price_drop", minDropRate: 0.1, seenWithinDays: 30, settleMinutes: 120 },
  low_stock: { kind: "low_stock", maxUnits: 5, minViews: 3, seenWithinDays: 14 },
  order_paid: { kind: "order_paid", freshHours: 48 },
  order_delivered: { kind: "order_delivered", daysAfterFulfilment: 5, freshHours: 14 * 24 },
  consent_given: { kind: "consent_given", freshHours: 48 },
  segment_joined: { kind: "segment_joined", ...moved },
  segment_left: { kind: "segment_left", ...moved },
  lapsed: { kind: "lapsed", defaultDays: 60, intervalFactor: 1.5, mostPerDay: 200 },
  unengaged: { kind: "unengaged", minMails: 8, quietDays: 90 },
  top_customer: { kind: "top_customer", topShare: 0.05 },
  order_expected: { kind: "order_expected", topShare: 0.2, withinDays: 3 },
} as const satisfies Partial<Record<TriggerKind, Trigger>>;

type UsualKind = keyof typeof USUAL;

/** Triggers with the same kind of object, so that their emails are interchangeable. */
const EXCHANGEABLE: readonly (readonly UsualKind[])[] = [
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
export function triggersInPlaceOf(kind: TriggerKind): readonly TriggerKind[] {
  return EXCHANGEABLE.find((group) => group.some((it) => it === kind)) ?? [kind];
}

/** The default trigger of a kind; null if it is not interchangeable. */
export function usualTrigger(kind: TriggerKind): Trigger | null {
  return Object.hasOwn(USUAL, kind) ? USUAL[kind as UsualKind] : null;
}
