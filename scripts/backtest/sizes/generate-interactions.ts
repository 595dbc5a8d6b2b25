import type { RandomNumbers } from "~/ml/numerics/random";

/** Interactions of made-up users, each item once a user, in the order in which they came. */
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

/** Chance of the item of rank r is about r^−EXPONENT: a long tail, as shops have it. */
const EXPONENT = 0.7;
/** Share of a user's items that come from the user's own corner of the catalogue. */
const OWN_CORNER = 0.5;
const CORNERS = 200;

/**
 * Makes up interactions with a power law over items and an exponential one over users. Users have
 * tastes: half of what they take is from one of two hundred corners of the catalogue.
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
      // An item's corner is its rank's remainder, so that each corner has popular and rare ones.
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
