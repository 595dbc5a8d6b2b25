import type { Interests } from "./interests/interest";
import type { PastPurchase } from "./purchases/purchase";
import type { RecommendationList } from "./recommendation";

export interface RecommendationRequest {
  readonly list: RecommendationList;
  /** Products wanted, ≥ 1. */
  readonly count: number;
  readonly now: Date;
  /** All that the profile ever bought, in any order. */
  readonly history: readonly PastPurchase[];
  /** What the profile looked at, put into carts and clicked on. */
  readonly interests: Interests;
  /** What the mail is about: the lines of a cart, a checkout or an order. Never recommended. */
  readonly triggerProductIds: readonly string[];
  /** What the profile looked at or bought last, where that is known better than from `history`. */
  readonly lastTouchedProductId: string | null;
  /** Not to be shown: what its last two mails showed. */
  readonly excludedProductIds: readonly string[];
  /** What fixes the draw of something new: a message's id. `null`: nothing new is tried. */
  readonly drawKey: string | null;
  /** Whether what the profile bought and looked at may choose; it may where it is not said. */
  readonly mayBePersonal?: boolean;
  /** Whether other lists may stand in for one that is not filled; they may where it is not said. */
  readonly mayStandIn?: boolean;
  /** What to begin with in the list's place: what is like the trigger, best sellers alone, or what is new. */
  readonly startAt?: "alike" | "store_best_sellers" | "newest";
}
