import { hashHex } from "../seed/stable-hash";

/** A number in [0, 1), a new one at each call. */
export type Random = () => number;

/**
 * A deterministic stream of random numbers per label, so that a run can be repeated and streams are independent.
 * Mulberry32 (T. Ettinger, 2017, public domain): 32 bits of state, period 2^32; good enough for a simulation, not for
 * secrets.
 *
 * @param seed the run's number
 * @param label purpose of the stream
 */
export function seededRandom(seed: number, label: string): Random {
  let state = Number.parseInt(hashHex(`${seed} ${label}`).slice(0, 8), 16);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number in [from, to). */
export function between(random: Random, from: number, to: number): number {
  return from + random() * (to - from);
}

/** One of the items, uniformly; undefined when there are none. */
export function oneOf<T>(random: Random, items: readonly T[]): T | undefined {
  return items[Math.floor(random() * items.length)];
}
