import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { fitItemKnnRows, type ItemKnnInput, type ItemKnnOptions } from "~/ml/neighbors/item-knn";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import type { SparseMatrix } from "~/ml/matrices/sparse-matrix";
import type { RowRange } from "~/ml/matrices/sparse-product";

export interface PartOfFit {
  readonly input: ItemKnnInput;
  readonly options: ItemKnnOptions;
  readonly range: RowRange;
}

/**
 * Moves a matrix into shared memory, so that sending it to a thread copies nothing. The given matrix loses its memory
 * at once.
 */
export function moveToSharedMemory(matrix: SparseMatrix): SparseMatrix {
  const { offsets, indices, values } = matrix;
  const moved = <T extends Int32Array | Float64Array>(from: T, into: T) => {
    into.set(from);
    freeMemory(from);
    return into;
  };
  return {
    ...matrix,
    offsets: moved(offsets, new Int32Array(new SharedArrayBuffer(offsets.byteLength))),
    indices: moved(indices, new Int32Array(new SharedArrayBuffer(indices.byteLength))),
    values: moved(values, new Float64Array(new SharedArrayBuffer(values.byteLength))),
  };
}

/** Frees an array's memory now instead of at garbage collection. The array is empty then. */
export function freeMemory({ buffer }: ArrayBufferView): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** A thread that fits parts of item-kNN on request. */
export interface FitWorker {
  fit(part: PartOfFit): Promise<ProductNeighbors>;
  stop(): Promise<void>;
}

/** @returns the thread once it listens, so that its startup is not part of a fit */
export async function startFitWorker(): Promise<FitWorker> {
  const worker = new Worker(new URL("./item-knn.worker.ts", import.meta.url), {
    execArgv: ["--import", "tsx"],
    // It creates a few large arrays, which are not in the young generation.
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
  await once(worker, "message");
  return {
    async fit(part) {
      worker.postMessage(part);
      const [fitted] = (await once(worker, "message")) as [ProductNeighbors];
      return fitted;
    },
    async stop() {
      await worker.terminate();
    },
  };
}

/**
 * Fits item-kNN in two threads, this one and another, each with rows of about half the work.
 *
 * @returns the two parts, in order
 */
export async function fitInTwoThreads(
  input: ItemKnnInput,
  options: ItemKnnOptions,
  worker: FitWorker,
): Promise<readonly [ProductNeighbors, ProductNeighbors]> {
  const middle = halfOfWork(input);
  // Starts the other one before this thread is busy.
  const second = worker.fit({ input, options, range: { from: middle, to: input.byProduct.rows } });
  const first = fitItemKnnRows(input, options, { from: 0, to: middle });
  return [first, await second];
}

/** The cost of ranking a row, in multiply-adds. */
const ROW_COSTS = 900;

/** The row at which half of all multiply-adds are done. */
function halfOfWork({ byProduct, byProfile }: ItemKnnInput): number {
  const workOf = Float64Array.from({ length: byProduct.rows }, (_, row) => {
    let work = ROW_COSTS;
    for (let at = byProduct.offsets[row]!; at < byProduct.offsets[row + 1]!; at++) {
      const profile = byProduct.indices[at]!;
      work += byProfile.offsets[profile + 1]! - byProfile.offsets[profile]!;
    }
    return work;
  });
  const half = workOf.reduce((sum, work) => sum + work, 0) / 2;
  let done = 0;
  let row = 0;
  while (row < workOf.length && done < half) done += workOf[row++]!;
  return row;
}
