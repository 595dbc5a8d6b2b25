import {
  describeCustomers,
  type DescribedCustomers,
  type FeatureName,
} from "~/ml/customers/customer-features";
import { ENGAGEMENT_FEATURES } from "~/ml/customers/engagement";
import { SPEAKS_OF } from "~/ml/customers/named-features";
import { lifetimeCustomersAt, type LifetimeCustomer } from "../models/lifetime";
import type { Grade, ScoreContribution } from "../prediction";
import type { PurchaseHistory } from "../history/shop-history";
import { gradeOf } from "../grade";
import { isProven, type Quality } from "../back-test/quality";
import type { ShopModels } from "../models/shop-models";

/** What a scoring needs of the shop's models: what was learned, and how sure it is. */
export type ScoringModels = {
  readonly [Kind in keyof ShopModels]: {
    readonly model: ShopModels[Kind];
    readonly quality: Pick<Quality, "source" | "skill">;
  };
};

/** Those of some profiles who ordered, all described as of one day. One entry a customer in each list. */
export interface KnownCustomers {
  /** Which profile of the history each is. */
  readonly profiles: Int32Array;
  readonly lifetime: readonly LifetimeCustomer[];
  /** The first day of the prediction horizon, since 1970-01-01. */
  readonly endDay: number;
  /** Described for a horizon in days. */
  describedFor(days: number): DescribedCustomers;
  gradeFor(row: number, quality: Pick<Quality, "source" | "skill">): Grade;
}

export function knownCustomers(
  { purchases, endDay }: Pick<PurchaseHistory, "purchases" | "endDay">,
  { lifetime }: Pick<ScoringModels, "lifetime">,
): KnownCustomers {
  const customers = lifetimeCustomersAt(purchases, endDay);
  const described = new Map<number, DescribedCustomers>();
  return {
    profiles: Int32Array.from(customers, ({ customer }) => customer),
    lifetime: customers,
    endDay,
    describedFor(days) {
      const known = described.get(days);
      if (known) return known;
      const made = describeCustomers(purchases, endDay, days, lifetime.model.buying);
      described.set(days, made);
      return made;
    },
    gradeFor: (row, quality) =>
      gradeOf({
        orders: (customers[row]?.repeats ?? -1) + 1,
        source: quality.source,
        isProven: isProven(quality),
      }),
  };
}

/** Features that stand in a row as the logarithm of one more, or of themselves. */
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

/** Of one who ordered once there are no times between orders: these say no more than that. */
const OF_GAPS: ReadonlySet<FeatureName> = new Set(["meanGap", "recencyOverGap", "gapVariation"]);

/**
 * Parts of a model's features, with the values in days, orders and minor units. Features that speak
 * of the same are one part: the sum of theirs.
 */
export function toContributions(
  features: readonly FeatureName[],
  values: ArrayLike<number>,
  parts: ArrayLike<number>,
): ScoreContribution[] {
  const frequency = features.indexOf("frequency");
  const hasOrderedOnce = frequency >= 0 && values[frequency] === 0;
  const speaksOf = (feature: FeatureName): FeatureName =>
    hasOrderedOnce && OF_GAPS.has(SPEAKS_OF[feature]) ? "frequency" : SPEAKS_OF[feature];

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

/** Values are for people to read: four digits after the point are more than any of them needs. */
export const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
