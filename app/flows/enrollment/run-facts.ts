import type { MarketingState } from "~/events/event";
import type { SuppressionReason } from "~/profiles/suppression-reason";

export interface ProfileFacts {
  readonly isDeleted: boolean;
  readonly hasAddress: boolean;
  readonly marketingState: MarketingState;
  readonly suppressions: readonly SuppressionReason[];
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

export interface DeliveredOrderFacts {
  readonly kind: "order";
  readonly orderId: string;
  readonly profileId: string | null;
  readonly placedAt: Date;
  readonly fulfilledAt: Date | null;
  readonly isCancelled: boolean;
  readonly isDeleted: boolean;
  readonly isTest: boolean;
  readonly refundedMinor: number;
}

/** Everything that a run's rules look at, as it stands when they look. */
export interface RunFacts {
  readonly profile: ProfileFacts;
  /** What the run is about; null when it is not known here, or not any more. */
  readonly object: CheckoutFacts | DeliveredOrderFacts | null;
  /** Orders of the profile, and any order of the same checkout or cart, that came after the object. */
  readonly ordersSince: readonly OrderFacts[];
  /** Whether the profile has started another checkout since. Never of an order. */
  readonly hasNewerCheckout: boolean;
}
