/** Maximum players for which a table of all coalitions is cheap. */
const MAX_PLAYERS = 12;

/**
 * Shapley values: the mean contribution of each input over all orders in which inputs become known. They add up to
 * `valueOf(all) − valueOf(none)`.
 *
 * - L. Shapley. A value for n-person games. 1953. doi:10.1515/9781400881970-018
 * - E. Štrumbelj, I. Kononenko. Explaining prediction models and individual predictions with
 *   feature contributions. Knowl. Inf. Syst. 41, 2014. doi:10.1007/s10115-013-0679-x
 *
 * Cost: 2^players calls of `valueOf`, each once.
 *
 * @param players inputs, 0 to 12
 * @param valueOf the value when the inputs of the set bits are known and the others are typical
 * @returns one part per input, in the unit of the value
 * @throws RangeError for more players
 */
export function shapleyParts(players: number, valueOf: (known: number) => number): Float64Array {
  if (players > MAX_PLAYERS) throw new RangeError(`${players} players are too many`);
  const values = Float64Array.from({ length: 1 << players }, (_, known) => valueOf(known));
  const weights = Float64Array.from({ length: players }, (_, before) =>
    orderShare(players, before),
  );
  const parts = new Float64Array(players);
  for (let known = 0; known < values.length; known++) {
    for (let player = 0; player < players; player++) {
      const bit = 1 << player;
      if (known & bit) continue;
      parts[player]! += weights[countBits(known)]! * (values[known | bit]! - values[known]!);
    }
  }
  return parts;
}

/** The share of all orders in which a player directly follows a given set of `before` others. */
function orderShare(players: number, before: number): number {
  let share = 1 / players;
  for (let n = 1; n <= before; n++) share *= n / (players - n);
  return share;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}
