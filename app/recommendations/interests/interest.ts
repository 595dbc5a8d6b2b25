import { decayByAge } from "~/ml/ranking/age-decay";
import { daysBetween } from "../purchases/purchase";

/** An interaction of a profile with a product, other than buying it. */
export interface Interaction {
  readonly kind: InteractionKind;
  readonly productId: string;
  readonly at: Date;
}
export type InteractionKind = keyof typeof INTERACTION_WEIGHTS;

/**
 * The weight of an interaction relative to an order: larger the closer it is to one. Chosen by judgment; the
 * ranking's own weights are learned.
 */
export const INTERACTION_WEIGHTS = {
  viewed: 0.1,
  clicked: 0.2,
  put_in_cart: 0.4,
  taken_to_checkout: 0.5,
} as const;

/** Half-life of an interaction in days. A purchase has 90. */
export const INTEREST_HALF_LIFE_DAYS = 14;
/** Caps repeated views of a product at the weight of a purchase. */
const MAX_INTEREST = 1;

/** Summed weights of one product as of its latest interaction. */
interface Interest {
  readonly sum: number;
  readonly at: Date;
}

/** A profile's interests by product, which each interaction updates. */
export type Interests = ReadonlyMap<string, Interest>;

export const NO_INTERESTS: Interests = new Map();

/**
 * Adds an interaction. Any order gives the same state as a batch: the earlier of two sums is decayed to the later
 * time. Cost: O(products of the profile); states are immutable.
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

/** The interests from a list of interactions, ignoring those after `now`. */
export function foldInteractions(interactions: readonly Interaction[], now: Date): Interests {
  return interactions.filter(({ at }) => at <= now).reduce<Interests>(addInteraction, NO_INTERESTS);
}

/**
 * The weight of each product's interest at `now`, in (0, 1].
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
