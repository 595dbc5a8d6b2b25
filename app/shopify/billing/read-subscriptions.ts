import { planOfSubscription, type PlanId } from "./plan";

/** A subscription as the Admin API has it. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly test: boolean;
  readonly createdAt: Date;
  readonly trialDays: number;
  readonly currentPeriodEnd: Date | null;
}

interface ToldSubscriptions {
  readonly isDevelopment: boolean;
  readonly active: readonly Subscription[];
  /** Whatever became of it. */
  readonly newest: Subscription | null;
}

/** What a shop has of Kindred's plans. */
export interface HeldPlan {
  readonly plan: PlanId;
  readonly subscriptionId: string | null;
  readonly isTest: boolean;
  readonly isDevelopment: boolean;
  readonly paidUntil: Date | null;
  readonly trialEndsAt: Date | null;
  /** When the trial of the subscription began; null where it has none. */
  readonly trialBeganAt: Date | null;
  readonly lastPlan: PlanId | null;
  readonly lastStatus: string | null;
}

const DAY_MS = 86_400_000;

/**
 * What a shop has by what Shopify tells of its subscriptions. Until a smaller
 * plan begins both are active: the larger one counts.
 */
export function readSubscriptions({ isDevelopment, active, newest }: ToldSubscriptions): HeldPlan {
  const [held] = active
    .flatMap((it) => {
      const plan = planOfSubscription(it.name);
      return plan === null ? [] : [{ ...it, plan }];
    })
    .toSorted((a, b) => b.plan.price - a.plan.price);
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
    lastPlan: newest && (planOfSubscription(newest.name)?.id ?? null),
    lastStatus: newest && newest.status.toLowerCase(),
  };
}
