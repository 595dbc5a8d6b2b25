/** What a plan may leave out. What is left out is shown all the same, with the way to it. */
export type Feature = "campaign_tests" | "customer_fields";

export type PlanId = "unlimited" | "development" | "free" | "growth" | "scale";
/** The plans that a merchant chooses between. */
export type OfferedPlanId = Extract<PlanId, "free" | "growth" | "scale">;

export interface Plan {
  readonly id: PlanId;
  readonly name: string;
  /** US dollars for 30 days. */
  readonly price: number;
  /** Of flows and campaigns in a calendar month; null: as many as one likes. */
  readonly emailsPerMonth: number | null;
  readonly features: readonly Feature[];
}

const EVERYTHING: readonly Feature[] = ["campaign_tests", "customer_fields"];

/** Where nothing is billed (config.ts), and for shops that sell nothing yet. Neither is offered. */
const UNLIMITED: Plan = {
  id: "unlimited",
  name: "Everything",
  price: 0,
  emailsPerMonth: null,
  features: EVERYTHING,
};
const DEVELOPMENT: Plan = {
  id: "development",
  name: "Development",
  price: 0,
  emailsPerMonth: 1_000,
  features: EVERYTHING,
};

/** What is on offer, the least first. */
export const OFFERED: readonly (Plan & { readonly id: OfferedPlanId })[] = [
  { id: "free", name: "Free", price: 0, emailsPerMonth: 500, features: [] },
  { id: "growth", name: "Growth", price: 29, emailsPerMonth: 15_000, features: EVERYTHING },
  { id: "scale", name: "Scale", price: 99, emailsPerMonth: 100_000, features: EVERYTHING },
];

const PLANS: readonly Plan[] = [UNLIMITED, DEVELOPMENT, ...OFFERED];

/** So many days of the first paid plan cost nothing; a change of plan gives no new ones. */
const TRIAL_DAYS = 14;
export const PRICE_CURRENCY = "USD";
const DAY_MS = 86_400_000;

/** A plan as it is stored. One that is not known any more gives what the free one does. */
export function planById(id: string): Plan {
  return PLANS.find((it) => it.id === id) ?? planById("free");
}

export const mayUse = (plan: Plan, feature: Feature): boolean => plan.features.includes(feature);

/** What a plan's subscription is called at Shopify, and on the merchant's bill. */
export const subscriptionName = ({ name }: Plan): string => `Kindred ${name}`;

/** The plan that a subscription at Shopify is for; null for one that Kindred does not offer. */
export function planOfSubscription(name: string): (typeof OFFERED)[number] | null {
  return OFFERED.find((it) => it.price > 0 && subscriptionName(it) === name) ?? null;
}

/** How many days of a trial are left, of the one that a shop has. */
export function trialDaysLeft(beganAt: Date | null, now: Date): number {
  if (beganAt === null) return TRIAL_DAYS;
  const used = Math.ceil((now.getTime() - beganAt.getTime()) / DAY_MS);
  return Math.max(0, TRIAL_DAYS - used);
}

/** More emails at once; fewer when what is paid for is over. */
export function replacementOf(from: Plan, to: Plan) {
  return to.price >= from.price ? "APPLY_IMMEDIATELY" : "APPLY_ON_NEXT_BILLING_CYCLE";
}
