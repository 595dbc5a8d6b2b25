import type { MarketingState } from "~/events/event";
import type { ProfileId } from "~/lib/profile-id";
import type { Predicted } from "~/predictions/predicted-values";
import type { Grade } from "~/predictions/prediction";
import type { Traits } from "~/profiles/profile";
import type { SuppressionReason } from "~/profiles/suppression-reason";
import type { EmailBehavior, TimedBehavior } from "./condition";

/** Product attributes that rules use. Of an unknown product only the id is set. */
export interface ProductAttributes {
  readonly productId: string;
  readonly type: string | null;
  readonly vendor: string | null;
  readonly tags: readonly string[];
  readonly collectionIds: readonly string[];
}

/** An order that counts, with the products of its lines. */
export interface CustomerOrder {
  readonly at: Date;
  /** After refunds, in minor units of the shop's currency; `null` if it has another currency. */
  readonly valueMinor: bigint | null;
  /** Number of units. */
  readonly items: number;
  readonly discountCodes: readonly string[];
  readonly channel: string | null;
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
  readonly utmCampaign: string | null;
  readonly products: readonly (ProductAttributes & { readonly variantId: string | null })[];
}

/** Something that happened to an email, and the flow or campaign that sent it. */
export interface CountedEmail {
  readonly at: Date;
  readonly messageId: string | null;
  readonly flowId: string | null;
  readonly campaignId: string | null;
}

/** The facts about a customer that rules use, as of loading. */
export interface CustomerFacts {
  readonly profileId: ProfileId;
  readonly countryCode: string | null;
  readonly region: string | null;
  readonly cityKey: string | null;
  readonly tags: readonly string[];
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
  readonly orders: readonly CustomerOrder[];
  readonly visits: readonly CustomerVisit[];
  /** Times of the other behaviors. */
  readonly behaviorTimes: Readonly<Record<TimedBehavior, readonly Date[]>>;
  /** Custom events that the API received. */
  readonly customEvents: readonly { readonly at: Date; readonly name: string }[];
  /** Emails sent, human clicks and human opens. */
  readonly emails: Readonly<Record<EmailBehavior, readonly CountedEmail[]>>;
  readonly suppressions: readonly {
    readonly reason: SuppressionReason;
    readonly expiresAt: Date | null;
  }[];
  /** Properties set by flows or through the API, by name. */
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
