import type { Interests } from "./interests/interest";
import type { PastPurchase } from "./purchases/purchase";
import type { RecommendationList } from "./recommendation";

export interface RecommendationRequest {
  readonly list: RecommendationList;
  /** Number of requested products, ≥ 1. */
  readonly count: number;
  readonly now: Date;
  /** All purchases of the profile, in any order. */
  readonly history: readonly PastPurchase[];
  /** Products the profile viewed, carted and clicked. */
  readonly interests: Interests;
  /** Product id → the votes of similar customers, for a profile with few or no orders. Default: none. */
  readonly votes?: ReadonlyMap<string, number>;
  /** The products of the profile's last visit in the order of the views, the latest last; may repeat. */
  readonly session: readonly string[];
  /** The products of the triggering cart, checkout or order. Never recommended. */
  readonly triggerProductIds: readonly string[];
  /** The product of the profile's last interaction, when newer than `history`. */
  readonly lastInteractedProductId: string | null;
  /** Products shown in the last two emails, excluded. */
  readonly excludedProductIds: readonly string[];
  /** Seed of the exploration: a message id. `null`: no exploration. */
  readonly drawKey: string | null;
  /** Whether other lists may fill up this one. Default: true. */
  readonly mayStandIn?: boolean;
  /** The first list instead of the default: alternatives to the trigger, best sellers only, or new products. */
  readonly startAt?: "alike" | "store_best_sellers" | "newest";
}
