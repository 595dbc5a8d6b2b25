import { decayByAge } from "~/ml/ranking/age-decay";
import { daysBetween } from "../purchases/purchase";

/** Something that a profile did with a product, short of buying it. */
export interface Interaction {
  readonly kind: InteractionKind;
  readonly productId: string;
  readonly at: Date;
}
export type InteractionKind = keyof typeof INTERACTION_WEIGHTS;

/**
 * What an interaction is worth where an order is worth 1: the further it leads to one, the more.
 * Set by judgement; the ranking's own weights are learned.
 */
export const INTERACTION_WEIGHTS = {
  viewed: 0.1,
  clicked: 0.2,
  put_in_cart: 0.4,
  taken_to_checkout: 0.5,
} as const;

/** Days after which an interaction says half as much. A purchase, by comparison, has 90. */
export const INTEREST_HALF_LIFE_DAYS = 14;
/** Looking at a product for the twentieth time is no more than having bought it. */
const MAX_INTEREST = 1;

/** Summed weights of one product, as they stood at its latest interaction. */
interface Interest {
  readonly sum: number;
  readonly at: Date;
}

/** A profile's interests, by product: what one more interaction updates. */
export type Interests = ReadonlyMap<string, Interest>;

export const NO_INTERESTS: Interests = new Map();

/**
 * Takes one more interaction in. In whatever order they come, the state is what a batch over all of
 * them gives: the earlier of two sums is decayed to the later moment.
 *
 * Cost: O(products of the profile); a state is not changed but replaced.
 */
export function addInteraction(
  interests: Interests,
  { kind, productId, at }: Interaction,
): Interests {
  const known = interests.get(productId);
  const weight = INTERACTION_WEIGHTS[kind];
  if (!known) return new Map(interests).set(productId, { sum: weight, at });
  const latest = at > known.at ? at : known.at;
  const sum = decayed(known.sum, known.at, latest) + decayed(weight, at, latest);
  return new Map(interests).set(productId, { sum, at: latest });
}

/** The interests of a whole list of interactions; later ones than `now` are left out. */
export function foldInteractions(interactions: readonly Interaction[], now: Date): Interests {
  return interactions.filter(({ at }) => at <= now).reduce<Interests>(addInteraction, NO_INTERESTS);
}

/**
 * How much each product draws the profile at `now`, in (0, 1].
 *
 * @returns in order of the product ids, so that equal interests give equal sums
 */
export function interestsAt(
  interests: Interests,
  now: Date,
): { readonly productId: string; readonly weight: number; readonly at: Date }[] {
  return [...interests]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([productId, { sum, at }]) => ({
      productId,
      weight: Math.min(MAX_INTEREST, decayed(sum, at, now)),
      at,
    }));
}

function decayed(weight: number, from: Date, to: Date): number {
  return weight * decayByAge(daysBetween(from, to), INTEREST_HALF_LIFE_DAYS);
}
