/** A deterministic stream of random numbers. */
export interface RandomNumbers {
  /** Uniform in [0, 1), 32 bits of resolution. */
  nextFloat(): number;
  /** Uniform in the integers 0 … below − 1; `below` from 1 to 2^32. */
  nextInteger(below: number): number;
}

/**
 * Random numbers for models and tests: the same seed gives the same stream on every machine.
 * The generator is sfc32, which passes PractRand and BigCrush; not for secrets.
 *
 * - C. Doty-Humphrey. PractRand, `sfc32`. https://pracrand.sourceforge.net/RNG_engines.txt
 * - D. Lemire. Fast random integer generation in an interval. ACM TOMACS 29(1), 2019.
 *   doi:10.1145/3230636 (why rejection is needed; here in its plain form)
 *
 * @param seed any integer; its low 32 bits count
 */
export function createRandomNumbers(seed: number): RandomNumbers {
  let a = 0;
  let b = seed | 0;
  let c = 0;
  let counter = 1;

  const nextBits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  // The first outputs of close seeds are similar; the author recommends 12 warm-up rounds.
  for (let round = 0; round < 12; round++) nextBits();

  return {
    nextFloat: () => nextBits() / 2 ** 32,
    nextInteger(below) {
      // Draws at or above the last multiple of `below` would favor small numbers.
      const limit = 2 ** 32 - (2 ** 32 % below);
      let bits = nextBits();
      while (bits >= limit) bits = nextBits();
      return bits % below;
    },
  };
}
