import type { Trigger, TriggerKind } from "./trigger";

/** A move that we learn of days late is no news. */
const moved = { segmentId: "", freshHours: 72 };

/** Triggers as they begin where one takes the place of another. */
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

/** Kinds whose runs are about the same, so that mails written for one are true for the others. */
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
 * What a flow may begin with in place of `kind`, which is among them: only kinds about the same thing.
 * A mail that says that a checkout was left has nothing to say where none was.
 */
export function triggersInPlaceOf(kind: TriggerKind): readonly TriggerKind[] {
  return EXCHANGEABLE.find((group) => group.some((it) => it === kind)) ?? [kind];
}

/** A trigger of this kind as it begins; null for a kind that takes the place of no other. */
export function usualTrigger(kind: TriggerKind): Trigger | null {
  return Object.hasOwn(USUAL, kind) ? USUAL[kind as UsualKind] : null;
}
