import { parentPort, workerData } from "node:worker_threads";
import { fitItemKnnRows } from "~/ml/item-knn";
import type { PartOfFit } from "./fit-in-workers";

/** Fits a range of rows of item-kNN on memory that the threads share, and hands it over. */
const { input, options, range } = workerData as PartOfFit;
const part = fitItemKnnRows(input, options, range);
const buffers = [part.offsets, part.neighbours, part.scores, part.shared, part.buyers];
parentPort?.postMessage(
  part,
  buffers.map(({ buffer }) => buffer as ArrayBuffer),
);
