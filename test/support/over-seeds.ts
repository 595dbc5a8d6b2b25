import { test, type TestContext } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { IS_DEEP } from "./is-deep";

/** Draws from a seed: deterministic in order. */
export interface Draw {
  /** A uniform integer from least to most. */
  between(min: number, max: number): number;
  of<T>(values: readonly T[]): T;
  /** True with a probability, a fraction in [0, 1]. */
  chance(rate: number): boolean;
  shuffled<T>(values: readonly T[]): T[];
}

interface Options {
  /** How many seeds cover most fault positions. A plain run uses a third of them. */
  readonly usual: number;
}

/** In a deep run. */
const DEEP_TIMES = 5;

/**
 * A fault test with many seeds, each with the fault at another position. A few seeds in every run, many in `npm run
 * test:deep`, or `FAULT_SEEDS` of them; `FAULT_SEEDS=17-17` repeats one. The failed test's name contains the seed.
 */
export function overSeeds(
  name: string,
  { usual }: Options,
  body: (draw: Draw, context: TestContext) => Promise<void>,
): void {
  test.for(seedsToTry(process.env["FAULT_SEEDS"], usual))(`${name} (seed %i)`, (seed, context) =>
    body(createDraw(seed), context),
  );
}

function seedsToTry(wanted: string | undefined, usual: number): number[] {
  const count = IS_DEEP ? usual * DEEP_TIMES : Math.ceil(usual / 3);
  const range = /^(?:(\d+)-)?(\d+)$/.exec(wanted ?? String(count));
  if (range === null) throw new Error(`FAULT_SEEDS is "${wanted}", neither "100" nor "17-17"`);
  const first = Number(range[1] ?? 1);
  return Array.from({ length: Number(range[2]) - first + 1 }, (_, i) => first + i);
}

function createDraw(seed: number): Draw {
  const random = createRandomNumbers(seed);
  const draw: Draw = {
    between: (min, max) => min + random.nextInteger(max - min + 1),
    of: (values) => values[random.nextInteger(values.length)]!,
    chance: (rate) => random.nextFloat() < rate,
    shuffled(values) {
      const shuffled = [...values];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const other = random.nextInteger(i + 1);
        [shuffled[i], shuffled[other]] = [shuffled[other]!, shuffled[i]!];
      }
      return shuffled;
    },
  };
  return draw;
}
