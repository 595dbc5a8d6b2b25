import type { CartLine } from "~/events/pixel/browsing";
import type { MarketingState } from "~/events/event";
import type { CustomerFacts } from "~/segments/customer-facts";
import type { SuppressionReason } from "~/profiles/suppression-reason";

export interface ProfileFacts {
  readonly isDeleted: boolean;
  readonly hasAddress: boolean;
  readonly marketingState: MarketingState;
  readonly suppressions: readonly SuppressionReason[];
  readonly orderCount: number;
  readonly lastOrderAt: Date | null;
  /** What flows have noted, by name; empty where it is not asked for. */
  readonly properties: ReadonlyMap<string, string>;
}

export interface OrderFacts {
  readonly orderId: string;
  readonly placedAt: Date;
  readonly checkoutToken: string | null;
  readonly cartToken: string | null;
}

export interface CheckoutFacts {
  readonly kind: "checkout";
  readonly token: string;
  readonly cartToken: string | null;
  readonly profileId: string | null;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly completedAt: Date | null;
  readonly isDeleted: boolean;
  readonly totalMinor: number;
  readonly sourceName: string | null;
  /** Lines whose product is not known to be sold out, unpublished or deleted. */
  readonly availableLineCount: number;
}

export interface TriggerOrderFacts {
  readonly kind: "order";
  readonly orderId: string;
  readonly profileId: string | null;
  readonly placedAt: Date;
  readonly fulfilledAt: Date | null;
  readonly isCancelled: boolean;
  readonly isDeleted: boolean;
  readonly isTest: boolean;
  readonly sourceName: string | null;
  readonly totalMinor: number;
  readonly refundedMinor: number;
}

/** What lies in somebody's cart now, as far as their browsers told. */
export interface CartFacts {
  readonly kind: "cart";
  /** When the first of it was put in. */
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly lines: readonly CartLine[];
  readonly availableLineCount: number;
  readonly totalMinor: number;
}

/** A product, or one variant of it, and what the profile has had to do with it. */
export interface ProductFacts {
  readonly kind: "product";
  readonly at: Date;
  readonly isPublished: boolean;
  readonly isAvailable: boolean;
  /** null: the shop does not count it. */
  readonly unitsLeft: number | null;
  /** How many are few, where the run is about there being few; else null. */
  readonly fewUnits: number | null;
  readonly priceMinor: number;
  /** Among the dearest third of the shop; false where it is not asked. */
  readonly isHighPriced: boolean;
  /** What it cost when the run's person saw it; null where that is not asked. */
  readonly seenMinor: number | null;
  readonly boughtSince: boolean;
  /** Whether the run is about its being gone again before somebody who asked for it could be told. */
  readonly isGoneAgain: boolean;
  /** Over the last day before the last visit. */
  readonly views: number;
  readonly dwellSeconds: number;
}

/** The person as such. */
interface PersonFacts {
  readonly kind: "person";
  readonly at: Date;
  /** Whether they are again on the side of the segment that they came from. */
  readonly hasMovedBack: boolean;
  /** Whether what was found of them holds no more. */
  readonly noLongerQualifies: boolean;
}

export type ObjectFacts =
  CheckoutFacts | TriggerOrderFacts | CartFacts | ProductFacts | PersonFacts;

/** When a profile last did something; null: never, or not asked for. */
export interface Activity {
  readonly cartAddedAt: Date | null;
  readonly checkoutStartedAt: Date | null;
  readonly visitedAt: Date | null;
  /** A human click in any mail. */
  readonly clickedAt: Date | null;
  /** When a person opened a mail; null too where the shop does not count opens. */
  readonly openedAt: Date | null;
  /** When they last chose what they get, on the preference page. */
  readonly preferencesChangedAt: Date | null;
  readonly mailedAt: Date | null;
}

/** Where a profile stands in its shop: 0.1 is among the first tenth. null: not scored, or not asked for. */
export interface PredictionRanks {
  readonly intentRank: number | null;
  readonly valueRank: number | null;
}

/** Everything that a run's rules look at, as it stands when they look. */
export interface EnrollmentFacts {
  readonly profile: ProfileFacts;
  /** What the run is about; null when it is not known here, or not any more. */
  readonly object: ObjectFacts | null;
  /** Orders of the profile, and any order of the same checkout or cart, that came after the object. */
  readonly ordersSince: readonly OrderFacts[];
  /** Whether the profile has started another checkout since. Only ever of a checkout. */
  readonly hasNewerCheckout: boolean;
  readonly activity: Activity;
  readonly predictionRanks: PredictionRanks;
  /** What segments know of the profile; null: it may be in none, or it is not asked for. */
  readonly customer: CustomerFacts | null;
}

/** Whether what a run is about can be bought now. */
export function isPurchasable({ isPublished, isAvailable }: ProductFacts): boolean {
  return isPublished && isAvailable;
}

/** Since when what somebody does counts for a run about this. */
export function getObjectStart(object: ObjectFacts): Date {
  switch (object.kind) {
    case "checkout":
    case "cart":
      return object.startedAt;
    case "order":
      return object.placedAt;
    case "product":
    case "person":
      return object.at;
  }
}
