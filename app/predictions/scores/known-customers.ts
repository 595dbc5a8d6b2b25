import {
  describeCustomers,
  type DescribedCustomers,
  type FeatureName,
} from "~/ml/customers/customer-features";
import type { BgNbd } from "~/ml/lifetime/bg-nbd";
import { ENGAGEMENT_FEATURES } from "~/ml/customers/engagement";
import { FEATURE_TOPIC } from "~/ml/customers/named-features";
import { lifetimeCustomersAt, type LifetimeCustomer } from "../models/lifetime";
import type { Grade, ScoreContribution } from "../prediction";
import type { PurchaseHistory } from "../history/shop-history";
import { gradeOf } from "../grade";
import { isProven, type Quality } from "../quality";
import type { ShopModels } from "../models/shop-models";

/** The scoring inputs from the shop's models: parameters and their uncertainty. */
export type ScoringModels = {
  readonly [Kind in keyof ShopModels]: {
    readonly model: ShopModels[Kind];
    readonly quality: Pick<Quality, "source" | "skill">;
  };
};

/** The profiles with orders, described as of one day. One entry per customer in each list. */
export interface KnownCustomers {
  /** The index of each in the history. */
  readonly profiles: Int32Array;
  readonly lifetime: readonly LifetimeCustomer[];
  /** The first day of the prediction horizon, since 1970-01-01. */
  readonly endDay: number;
  /** Described for a horizon in days. */
  describedFor(days: number): DescribedCustomers;
  /** The same as intent's training windows are described: with BG/NBD fitted without a prior. */
  describedForIntent(days: number): DescribedCustomers;
  gradeFor(row: number, quality: Pick<Quality, "source" | "skill">): Grade;
}

export function knownCustomers(
  { purchases, endDay }: Pick<PurchaseHistory, "purchases" | "endDay">,
  { lifetime, intent }: Pick<ScoringModels, "lifetime"> & Partial<Pick<ScoringModels, "intent">>,
): KnownCustomers {
  const customers = lifetimeCustomersAt(purchases, endDay);
  const { buying } = lifetime.model;
  const describe = (buyingOf: BgNbd | null) => {
    const described = new Map<number, DescribedCustomers>();
    return (days: number) => {
      const known = described.get(days);
      if (known) return known;
      const made = describeCustomers(purchases, endDay, days, buyingOf);
      described.set(days, made);
      return made;
    };
  };
  const describedFor = describe(buying);
  const ofIntent = intent?.model.buying;
  return {
    profiles: Int32Array.from(customers, ({ customer }) => customer),
    lifetime: customers,
    endDay,
    describedFor,
    describedForIntent: ofIntent === undefined ? describedFor : describe(ofIntent),
    gradeFor: (row, quality) =>
      gradeOf({
        orders: (customers[row]?.repeats ?? -1) + 1,
        source: quality.source,
        isProven: isProven(quality),
      }),
  };
}

/** Features stored as log(1 + x), and as plain values. */
const LOG_OF_ONE_MORE: ReadonlySet<FeatureName> = new Set([
  "recency",
  "monetary",
  "tenure",
  "basketSize",
  "meanGap",
  "recencyOverGap",
  ...ENGAGEMENT_FEATURES,
]);
const LOG: ReadonlySet<FeatureName> = new Set(["frequency", "lines"]);

/** A customer with one order has no order intervals, so these features carry no further information. */
const OF_GAPS: ReadonlySet<FeatureName> = new Set(["meanGap", "recencyOverGap", "gapVariation"]);

/** Parts of a model's features, with values in days, orders and minor units. Features of one topic are summed into one part. */
export function toContributions(
  features: readonly FeatureName[],
  values: ArrayLike<number>,
  parts: ArrayLike<number>,
): ScoreContribution[] {
  const frequency = features.indexOf("frequency");
  const hasOrderedOnce = frequency >= 0 && values[frequency] === 0;
  const speaksOf = (feature: FeatureName): FeatureName =>
    hasOrderedOnce && OF_GAPS.has(FEATURE_TOPIC[feature]) ? "frequency" : FEATURE_TOPIC[feature];

  return features.flatMap((feature, n) => {
    if (speaksOf(feature) !== feature) return [];
    const value = values[n] ?? 0;
    const natural = LOG_OF_ONE_MORE.has(feature)
      ? Math.expm1(value)
      : LOG.has(feature)
        ? Math.exp(value)
        : value;
    const part = features.reduce(
      (sum, other, m) => (speaksOf(other) === feature ? sum + (parts[m] ?? 0) : sum),
      0,
    );
    return [{ feature, value: rounded(natural), part }];
  });
}

/** Four decimal places are enough for display. */
export const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
