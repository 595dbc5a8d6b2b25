import type { RandomNumbers } from "~/ml/numerics/random";

/** Generated interactions, each item once per user, in order of time. */
export interface Generated {
  /** users + 1 positions into `items`. */
  readonly offsets: Int32Array;
  readonly items: Int32Array;
}

export interface GeneratorSize {
  readonly users: number;
  readonly items: number;
  readonly interactions: number;
}

/** Probability of the item of rank r is about r^−EXPONENT: a long tail, as in shops. */
const EXPONENT = 0.7;
/** Share of a user's items from the user's own cluster of the catalog. */
const OWN_CORNER = 0.5;
const CORNERS = 200;

/**
 * Generates interactions with a power law over items and an exponential law over users. Half of a user's items come
 * from one of two hundred clusters of the catalog.
 */
export function generateInteractions(size: GeneratorSize, random: RandomNumbers): Generated {
  const offsets = new Int32Array(size.users + 1);
  const items = new Int32Array(size.interactions);
  const lastUser = new Int32Array(size.items).fill(-1);
  let end = 0;
  for (let user = 0; user < size.users; user++) {
    const left = size.interactions - end;
    const mean = left / (size.users - user);
    const drawn = Math.ceil(-Math.log(1 - random.nextFloat()) * mean);
    const count = user === size.users - 1 ? left : Math.min(left, Math.max(1, drawn));
    const corner = random.nextInteger(CORNERS);
    for (let tries = 0, taken = 0; taken < count && tries < 4 * count; tries++) {
      const rank = Math.floor(size.items * random.nextFloat() ** (1 / (1 - EXPONENT)));
      // An item's cluster is its rank modulo the number of clusters, so that each cluster has popular and rare items.
      const own = rank - (rank % CORNERS) + corner;
      const item = random.nextFloat() < OWN_CORNER && own < size.items ? own : rank;
      if (lastUser[item] === user) continue;
      lastUser[item] = user;
      items[end++] = item;
      taken++;
    }
    offsets[user + 1] = end;
  }
  return { offsets, items: items.subarray(0, end) };
}
