/** Features that a plan may exclude. An excluded feature is shown with a link to the plans. */
export type Feature = "campaign_tests" | "customer_fields";

export type PlanId = "unlimited" | "development" | "free" | "growth" | "scale";
/** The plans that a merchant can choose. */
export type OfferedPlanId = Extract<PlanId, "free" | "growth" | "scale">;

export interface Plan {
  readonly id: PlanId;
  /** In English, as on the merchant's bill. Pages show `planName` of the catalog. */
  readonly name: string;
  /** US dollars for 30 days. */
  readonly price: number;
  /** Flow and campaign emails in a calendar month; null: unlimited. */
  readonly emailsPerMonth: number | null;
  readonly features: readonly Feature[];
}

export const PLAN_FEATURES: readonly Feature[] = ["campaign_tests", "customer_fields"];

/** Plans without billing (config.ts), and for development stores. Neither is offered. */
const UNLIMITED: Plan = {
  id: "unlimited",
  name: "Everything",
  price: 0,
  emailsPerMonth: null,
  features: PLAN_FEATURES,
};
const DEVELOPMENT: Plan = {
  id: "development",
  name: "Development",
  price: 0,
  emailsPerMonth: 1_000,
  features: PLAN_FEATURES,
};

/** The offered plans, smallest first. */
export const OFFERED_PLANS: readonly (Plan & { readonly id: OfferedPlanId })[] = [
  { id: "free", name: "Free", price: 0, emailsPerMonth: 500, features: [] },
  { id: "growth", name: "Growth", price: 29, emailsPerMonth: 15_000, features: PLAN_FEATURES },
  { id: "scale", name: "Scale", price: 99, emailsPerMonth: 100_000, features: PLAN_FEATURES },
];

const PLANS: readonly Plan[] = [UNLIMITED, DEVELOPMENT, ...OFFERED_PLANS];

/** Length of the free trial of the first paid plan in days; a plan change starts no new one. */
const TRIAL_DAYS = 14;
export const PRICE_CURRENCY = "USD";
const DAY_MS = 86_400_000;

/** Parses a stored plan. An unknown one counts as the free plan. */
export function planById(id: string): Plan {
  return PLANS.find((it) => it.id === id) ?? planById("free");
}

export const mayUse = (plan: Plan, feature: Feature): boolean => plan.features.includes(feature);

/** The name of a plan's subscription at Shopify, which appears on the merchant's bill. */
export const subscriptionName = ({ name }: Plan): string => `Kindred ${name}`;

/** The plan of a Shopify subscription; null for an unknown one. */
export function planOfSubscription(name: string): (typeof OFFERED_PLANS)[number] | null {
  return OFFERED_PLANS.find((it) => it.price > 0 && subscriptionName(it) === name) ?? null;
}

/** Remaining days of a shop's trial. */
export function trialDaysLeft(beganAt: Date | null, now: Date): number {
  if (beganAt === null) return TRIAL_DAYS;
  const used = Math.ceil((now.getTime() - beganAt.getTime()) / DAY_MS);
  return Math.max(0, TRIAL_DAYS - used);
}

/** An upgrade applies at once, a downgrade at the end of the paid period. */
export function replacementOf(from: Plan, to: Plan) {
  return to.price >= from.price ? "APPLY_IMMEDIATELY" : "APPLY_ON_NEXT_BILLING_CYCLE";
}
