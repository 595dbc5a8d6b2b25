import { parentPort } from "node:worker_threads";
import { fitItemKnnRows } from "~/ml/neighbors/item-knn";
import type { PartOfFit } from "./fit-in-workers";

// Fits ranges of rows of item-kNN in shared memory, and transfers the results.
parentPort?.on("message", ({ input, options, range }: PartOfFit) => {
  const part = fitItemKnnRows(input, options, range);
  const buffers = [part.offsets, part.neighbors, part.scores, part.shared, part.buyers];
  parentPort?.postMessage(
    part,
    buffers.map(({ buffer }) => buffer as ArrayBuffer),
  );
});
parentPort?.postMessage("listens");
