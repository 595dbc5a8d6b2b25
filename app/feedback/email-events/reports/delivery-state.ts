import { z } from "zod";

/**
 * Delivery state from the provider, in order of precedence. Events arrive late, repeated and in any order: a
 * bounced message stays bounced, whatever is reported later.
 */
export const DeliveryState = z.enum([
  "accepted",
  "delayed",
  "soft_bounced",
  "delivered",
  "failed",
  "suppressed",
  "bounced",
  "complained",
]);
export type DeliveryState = z.infer<typeof DeliveryState>;

const RANKS: ReadonlyMap<DeliveryState, number> = new Map(
  DeliveryState.options.map((state, rank) => [state, rank]),
);
const rankOf = (state: DeliveryState) => RANKS.get(state) ?? 0;

/**
 * The state after an event: the one with higher precedence. Commutative, associative and idempotent, so that
 * order and repetition do not matter.
 */
export function joinDelivery(before: DeliveryState | null, reported: DeliveryState): DeliveryState {
  return before !== null && rankOf(before) >= rankOf(reported) ? before : reported;
}
