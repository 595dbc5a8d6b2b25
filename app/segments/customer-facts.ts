import type { MarketingState } from "~/events/event";
import type { ProfileId } from "~/lib/profile-id";
import type { Predicted } from "~/predictions/predicted-values";
import type { Grade } from "~/predictions/prediction";
import type { Traits } from "~/profiles/profile";
import type { SuppressionReason } from "~/profiles/suppression-reason";
import type { TimedBehavior } from "./condition";

/** Product attributes that rules use. Of an unknown product only the id is set. */
export interface ProductAttributes {
  readonly productId: string;
  readonly type: string | null;
  readonly vendor: string | null;
}

/** The facts about a customer that rules use, as of loading. */
export interface CustomerFacts {
  readonly profileId: ProfileId;
  readonly countryCode: string | null;
  readonly locale: string | null;
  readonly marketingState: MarketingState;
  readonly hasAddress: boolean;
  readonly createdAt: Date;
  readonly firstOrderAt: Date | null;
  readonly lastOrderAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly orderCount: number;
  /** Minor units of the shop's currency. */
  readonly netSpendMinor: bigint;
  readonly traits: Traits;
  /** `null` without a prediction. */
  readonly prediction: CustomerPrediction | null;
  /** Valid orders with the products of their lines. */
  readonly orders: readonly {
    readonly at: Date;
    readonly products: readonly ProductAttributes[];
  }[];
  readonly visits: readonly CustomerVisit[];
  /** Times of the other behaviors. */
  readonly behaviorTimes: Readonly<Record<TimedBehavior, readonly Date[]>>;
  /** Human clicks. */
  readonly clicks: readonly { readonly at: Date; readonly messageId: string }[];
  readonly suppressions: readonly {
    readonly reason: SuppressionReason;
    readonly expiresAt: Date | null;
  }[];
  /** Properties set by flows, by name. */
  readonly properties: ReadonlyMap<string, string>;
  /** The segments of which the customer is a member. */
  readonly segmentIds: ReadonlySet<string>;
}

export interface CustomerPrediction {
  readonly grade: Grade;
  readonly groupKey: string | null;
  /** `null` if not applicable or unknown. */
  readonly values: Readonly<Record<Predicted, number | bigint | Date | null>>;
}

export interface CustomerVisit {
  readonly at: Date;
  readonly searches: readonly string[];
  readonly viewed: readonly (ProductAttributes & {
    readonly views: number;
    readonly added: number;
  })[];
}
