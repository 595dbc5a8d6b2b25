import ContentBasedRecommender from "content-based-recommender";
import { findColumn, readTable } from "../../../backtest/readers/read-table";
import { respond, readTask } from "../../child";
import type { PeerResult } from "../measure-peer";

export interface TextsTask {
  /** A table with a column `text`. */
  readonly file: string;
  readonly k: number;
  /** Number of texts, from the first on. */
  readonly count: number;
}

// Similar texts by content-based-recommender.
const { file, k, count } = readTask() as TextsTask;
const table = readTable(file);
const column = findColumn(table, "text");
const documents = Array.from(table.rows, ({ line, fields }) => ({
  id: String(line),
  content: fields[column]!,
})).slice(0, count);
const startMs = performance.now();
new ContentBasedRecommender({ maxSimilarDocuments: k }).train(documents);
respond({ ms: performance.now() - startMs } satisfies PeerResult);
