import { planOfSubscription, type PlanId } from "./plan";

/** A subscription in the Admin API. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly test: boolean;
  readonly createdAt: Date;
  readonly trialDays: number;
  readonly currentPeriodEnd: Date | null;
}

interface ShopSubscriptions {
  readonly isDevelopment: boolean;
  readonly active: readonly Subscription[];
  /** Recent subscriptions in any state, newest first. */
  readonly recent: readonly Subscription[];
}

/** A shop's plan and trial. */
export interface PlanWithTrial {
  readonly plan: PlanId;
  readonly subscriptionId: string | null;
  readonly isTest: boolean;
  readonly isDevelopment: boolean;
  readonly paidUntil: Date | null;
  readonly trialEndsAt: Date | null;
  /** Start of the subscription's trial; null without one. */
  readonly trialBeganAt: Date | null;
  readonly lastPlan: PlanId | null;
  readonly lastStatus: string | null;
}

const DAY_MS = 86_400_000;

/**
 * Derives a shop's plan from its subscriptions. Before a downgrade takes effect both are active:
 * the larger one counts.
 */
export function readSubscriptions({
  isDevelopment,
  active,
  recent,
}: ShopSubscriptions): PlanWithTrial {
  const [held] = active
    .flatMap((it) => {
      const plan = planOfSubscription(it.name);
      return plan === null ? [] : [{ ...it, plan }];
    })
    .toSorted((a, b) => b.plan.price - a.plan.price);
  const last = held ? (recent[0] ?? null) : subscriptionToReport(recent);
  const trialDays = held?.trialDays ?? 0;
  const trialBeganAt = held && trialDays > 0 ? held.createdAt : null;
  return {
    plan: held?.plan.id ?? (isDevelopment ? "development" : "free"),
    subscriptionId: held?.id ?? null,
    isTest: held?.test ?? false,
    isDevelopment,
    paidUntil: held?.currentPeriodEnd ?? null,
    trialBeganAt,
    trialEndsAt: trialBeganAt && new Date(+trialBeganAt + trialDays * DAY_MS),
    lastPlan: last && (planOfSubscription(last.name)?.id ?? null),
    lastStatus: last && last.status.toLowerCase(),
  };
}

/**
 * The subscription to show to a shop without a plan: a pending one, else one frozen for an unpaid
 * bill.
 */
function subscriptionToReport(recent: readonly Subscription[]): Subscription | null {
  const newest = recent[0] ?? null;
  if (newest?.status === "PENDING") return newest;
  return recent.find(({ status }) => status === "FROZEN") ?? newest;
}
