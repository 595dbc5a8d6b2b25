import { z } from "zod";

/**
 * How far a mail got, as the provider tells it, in the order in which one
 * outweighs another. Events come late, twice and in any order: a mail that
 * bounced stays bounced, whatever is told of it afterwards.
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
 * The state after one more event: the weightier of the two. Commutative,
 * associative and idempotent, so that the order and the number of events do
 * not matter.
 */
export function joinDelivery(before: DeliveryState | null, reported: DeliveryState): DeliveryState {
  return before !== null && rankOf(before) >= rankOf(reported) ? before : reported;
}
