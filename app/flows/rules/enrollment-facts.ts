import type { CartLine } from "~/events/browsing";
import type { MarketingState } from "~/events/event";
import type { ProfileId } from "~/lib/profile-id";
import type { CustomerFacts } from "~/segments/customer-facts";
import type { SuppressionReason } from "~/profiles/suppression-reason";

export interface ProfileFacts {
  readonly isDeleted: boolean;
  readonly hasAddress: boolean;
  readonly marketingState: MarketingState;
  readonly suppressions: readonly SuppressionReason[];
  readonly orderCount: number;
  readonly lastOrderAt: Date | null;
  /** Properties set by flows, by name; empty if not required. */
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
  readonly profileId: ProfileId | null;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly completedAt: Date | null;
  readonly isDeleted: boolean;
  readonly totalMinor: number;
  readonly sourceName: string | null;
  /** Number of lines not known to be sold out, unpublished or deleted. */
  readonly availableLineCount: number;
}

export interface TriggerOrderFacts {
  readonly kind: "order";
  readonly orderId: string;
  readonly profileId: ProfileId | null;
  readonly placedAt: Date;
  readonly fulfilledAt: Date | null;
  readonly isCanceled: boolean;
  readonly isDeleted: boolean;
  readonly isTest: boolean;
  readonly sourceName: string | null;
  readonly totalMinor: number;
  readonly refundedMinor: number;
}

/** A profile's current cart, as reported by its browsers. */
export interface CartFacts {
  readonly kind: "cart";
  /** When the first line was added. */
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly lines: readonly CartLine[];
  readonly availableLineCount: number;
  readonly totalMinor: number;
}

/** A product or one of its variants, with the profile's views and purchases. */
export interface ProductFacts {
  readonly kind: "product";
  readonly at: Date;
  readonly isPublished: boolean;
  readonly isAvailable: boolean;
  /** null: inventory is not tracked. */
  readonly unitsLeft: number | null;
  /** The low-stock threshold of a low-stock trigger; else null. */
  readonly fewUnits: number | null;
  readonly priceMinor: number;
  /** In the shop's highest price tercile; false if not required. */
  readonly isHighPriced: boolean;
  /** The price when the customer saw it; null if not relevant. */
  readonly seenMinor: number | null;
  readonly boughtSince: boolean;
  /** Whether it sold out again before the requesting customer was notified. */
  readonly isGoneAgain: boolean;
  /** In the day before the last visit. */
  readonly views: number;
  readonly dwellSeconds: number;
}

/** The profile itself as the trigger object. */
interface PersonFacts {
  readonly kind: "person";
  readonly at: Date;
  /** Whether the segment change was reversed. */
  readonly hasMovedBack: boolean;
  /** Whether the profile no longer qualifies for its ranking trigger. */
  readonly noLongerQualifies: boolean;
}

export type ObjectFacts =
  | CheckoutFacts
  | TriggerOrderFacts
  | CartFacts
  | ProductFacts
  | PersonFacts;

/** Latest activities of a profile; null: never, or not required. */
export interface Activity {
  readonly cartAddedAt: Date | null;
  readonly checkoutStartedAt: Date | null;
  readonly visitedAt: Date | null;
  /** A human click in any email. */
  readonly clickedAt: Date | null;
  /** A human open; also null if the shop does not track opens. */
  readonly openedAt: Date | null;
  /** The last change on the preference page. */
  readonly preferencesChangedAt: Date | null;
  readonly emailedAt: Date | null;
}

/** Ranks of a profile's predictions in its shop: 0.1 is the top tenth. null: not scored, or not required. */
export interface PredictionRanks {
  readonly intentRank: number | null;
  readonly valueRank: number | null;
}

/** The current facts that an enrollment's rules need. */
export interface EnrollmentFacts {
  readonly profile: ProfileFacts;
  /** The trigger object; null if unknown or deleted. */
  readonly object: ObjectFacts | null;
  /** Orders of the profile, checkout or cart that were placed after the object. */
  readonly ordersSince: readonly OrderFacts[];
  /** Whether the profile has started another checkout since. Only for checkouts. */
  readonly hasNewerCheckout: boolean;
  readonly activity: Activity;
  readonly predictionRanks: PredictionRanks;
  /** Facts for segment rules; null: cannot be a member, or not required. */
  readonly customer: CustomerFacts | null;
}

/** Whether a product can be bought now. */
export function isPurchasable({ isPublished, isAvailable }: ProductFacts): boolean {
  return isPublished && isAvailable;
}

/** The time from which activity counts for an object. */
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
