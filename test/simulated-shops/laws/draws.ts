/** The purpose of a customer's draw. A new one gets a new number, so that the others stay unchanged. */
const NUMBER_OF = {
  shop: 1,
  rate: 2,
  engagement: 3,
  hazard: 4,
  subscribed: 5,
  joins: 6,
  start: 7,
  order: 8,
  units: 9,
  value: 10,
  returned: 11,
  checkout: 12,
  request: 13,
  clicks: 14,
  buys: 15,
  leaves: 16,
  goesAway: 17,
  choices: 18,
  option: 19,
  ownHour: 20,
  offerType: 21,
  redeems: 22,
  timeOfDay: 23,
} as const;
export type Purpose = keyof typeof NUMBER_OF;

/**
 * A uniform number in [0, 1) determined by its key: (seed, customer, day, purpose, and index within the day).
 * Two runs of one shop under two policies draw the same numbers for the same customer, day and purpose, regardless of
 * other events (common random numbers), so that their difference is due to the policies.
 *
 * The key's parts are mixed in sequence by the finalizer of MurmurHash3 (`fmix32`, public domain).
 *
 * - P. Glasserman, D. Yao. Some guidelines and guarantees for common random numbers. Management Science 38(6), 1992.
 *   doi:10.1287/mnsc.38.6.884
 */
export function draw(seed: number, customer: number, day: number, purpose: Purpose, nth = 0) {
  let hash = mix(seed ^ 0x9e3779b9);
  hash = mix(hash ^ Math.imul(customer + 1, 0x85ebca77));
  hash = mix(hash ^ Math.imul(day + 1_000, 0xc2b2ae3d));
  hash = mix(hash ^ Math.imul(NUMBER_OF[purpose] * 64 + nth, 0x27d4eb2f));
  return hash / 2 ** 32;
}

function mix(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A standard normal number from one uniform number: Tukey's lambda distribution of .135, whose quantiles are within .02. */
export function normalOf(uniform: number): number {
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, uniform));
  return (inside ** 0.135 - (1 - inside) ** 0.135) / 0.1975;
}

/** A log-normal factor with mean 1. */
export const factorOf = (uniform: number, spread: number) =>
  Math.exp(spread * normalOf(uniform) - (spread * spread) / 2);

/** A number for a text, as part of a draw's key: FNV-1a in 32 bits (public domain, http://www.isthe.com/chongo/tech/comp/fnv/). */
export function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash >>> 0;
}
