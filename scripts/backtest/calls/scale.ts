import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  fitItemKnnRows,
  prepareItemKnn,
  type ItemKnnInput,
  type ItemKnnOptions,
} from "~/ml/neighbors/item-knn";
import { fitPopularity } from "~/ml/ranking/popularity";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import { fitTransitions } from "~/ml/neighbors/transitions";
import { numberOption, report, type Call, type Measured } from "../call";
import { checksumOf } from "../checksum";
import { groupByUser } from "../recommenders/interactions";
import { compareInProduct } from "../recommenders/product-engine";
import { cutTraining } from "../recommenders/split";
import {
  fitInTwoThreads,
  moveToSharedMemory,
  freeMemory,
  startFitWorker,
} from "../sizes/fit-in-workers";
import { generateInteractions, type Generated } from "../sizes/generate-interactions";
import { measureServing } from "../sizes/serve-blend";

const ITEM_KNN: ItemKnnOptions = {
  k: 100,
  shrinkage: 5,
  minShared: 1,
  asymmetry: 0.5,
  inverseFrequency: true,
};
const TRANSITIONS = {
  k: 10,
  maxSteps: 3,
  stepDecay: 0.5,
  backward: 0.25,
  asymmetry: 0.5,
  shrinkage: 1,
};

setFlagsFromString("--expose-gc");
const collectNow = runInNewContext("gc") as () => void;
/** Smaller arrays distort no measurement, while a collection visits all objects of the process. */
const LARGE_BYTES = 64 * 2 ** 20;

function collectGarbage(): void {
  if (process.memoryUsage().arrayBuffers > LARGE_BYTES) collectNow();
}

/** Time and memory of training and serving at a chosen size, and what a shop's training ranks there. */
export const scale: Call = {
  flags: { users: null, items: null, interactions: null },
  prepare(options) {
    const size = {
      users: numberOption(options, "users", { min: 1, whole: true }),
      items: numberOption(options, "items", { min: 1, whole: true }),
      interactions: numberOption(options, "interactions", { min: 1, whole: true, max: 2 ** 30 }),
    };
    const random = createRandomNumbers(numberOption(options, "seed", { whole: true }));
    const generated = generateInteractions(size, random);
    const seed = Number(options.seed);
    return async () => {
      const compared =
        size.interactions <= MAX_COMPARED ? compareBlend(generated, size.items, seed) : {};
      collectGarbage();
      const measured = await measureScale(generated, size.items, random);
      const models: Record<string, Record<string, Measured>> = { ...compared };
      for (const [name, metrics] of Object.entries(measured.models)) {
        models[name] = { ...models[name], ...metrics };
      }
      return { ...measured, models };
    };
  },
};

/** Interactions up to which a shop's training is also measured; it takes minutes beyond. */
const MAX_COMPARED = 1_000_000;

/** The product's models and their blend on each user's last item. */
function compareBlend({ offsets, items: itemOf }: Generated, items: number, seed: number) {
  const users = offsets.length - 1;
  const userOf = new Int32Array(itemOf.length);
  for (let user = 0; user < users; user++) userOf.fill(user, offsets[user], offsets[user + 1]);
  const days = new Uint8Array(itemOf.length);
  const all = groupByUser({ users, items, userOf, itemOf, days, order: "sequence" });
  const test = cutTraining(all, { kind: "last" }, seed);
  return compareInProduct(test, { isOwnTime: true, seed }, ["novel"]).models;
}

async function measureScale(generated: Generated, items: number, random: RandomNumbers) {
  const n = generated.items.length;
  const popularity = await timed(() => countPurchases(generated, items));
  const transitions = await timed(() => fitOrder(generated, items));
  report(`transitions: ${transitions.seconds} s`);
  const prepared = await timed(() => prepare(generated, items));
  report(`prepared: ${prepared.seconds} s`);

  const whole = await timed(() =>
    fitItemKnnRows(prepared.result, ITEM_KNN, { from: 0, to: items }),
  );
  report(`item-kNN in one thread: ${whole.seconds} s`);
  const checksum = checksumOf([whole.result.neighbors]);
  const neighbors = whole.result.neighbors.length;
  const serving = measureServing({
    itemKnn: whole.result,
    transitions: transitions.result,
    popularity: popularity.result,
    histories: prepared.result.byProfile,
    random,
  });
  // Two models at once are enough.
  for (const array of [whole.result.neighbors, whole.result.scores, whole.result.shared]) {
    freeMemory(array);
  }

  const worker = await startFitWorker();
  const parts = await timed(() => fitInTwoThreads(prepared.result, ITEM_KNN, worker));
  await worker.stop();
  report(`item-kNN in two threads: ${parts.seconds} s`);
  const checksumOfParts = checksumOf(parts.result.map((part) => part.neighbors));
  return {
    n,
    models: {
      popularity: { trainSeconds: popularity.seconds },
      transitions: { trainSeconds: transitions.seconds },
      itemKnn: {
        trainSeconds: whole.seconds,
        twoThreadsSeconds: parts.seconds,
        prepareSeconds: prepared.seconds,
        neighbors,
      },
      blend: serving,
    },
    best: "blend",
    more: { checksum, twoThreadsAgree: checksum === checksumOfParts ? "yes" : "no" },
  };
}

function countPurchases({ items }: Generated, itemCount: number): Float64Array {
  const agesDays = new Float64Array(items.length);
  const counts = fitPopularity({
    products: itemCount,
    productIndices: items,
    agesDays,
    halfLifeDays: 1,
  });
  freeMemory(agesDays);
  return counts;
}

function fitOrder({ offsets, items }: Generated, itemCount: number) {
  const steps = new Int32Array(items.length);
  for (let user = 0; user + 1 < offsets.length; user++) {
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++) steps[at] = at - offsets[user]!;
  }
  const ages = new Float64Array(offsets.length - 1);
  const fitted = fitTransitions({ items, steps, offsets, ages }, itemCount, TRANSITIONS);
  freeMemory(steps);
  return fitted;
}

/** Sorts each user's items into matrix row order in place, and weights them. */
function prepare({ offsets, items }: Generated, itemCount: number): ItemKnnInput {
  for (let user = 0; user + 1 < offsets.length; user++) {
    items.subarray(offsets[user], offsets[user + 1]).sort();
  }
  const values = new Float64Array(items.length).fill(1);
  const { byProfile, byProduct } = prepareItemKnn(
    { rows: offsets.length - 1, columns: itemCount, offsets, indices: items, values },
    ITEM_KNN.inverseFrequency,
  );
  freeMemory(values);
  return { byProfile: moveToSharedMemory(byProfile), byProduct: moveToSharedMemory(byProduct) };
}

/** Runs and times a step, then cleans up after it, so that memory does not accumulate. */
async function timed<T>(work: () => T | Promise<T>): Promise<{ result: T; seconds: number }> {
  const startMs = performance.now();
  const result = await work();
  const seconds = Math.round(performance.now() - startMs) / 1000;
  collectGarbage();
  return { result, seconds };
}
