import KNN from "ml-knn";
import { searchNearest } from "~/ml/neighbors/nearest-points";
import { numberOption, report, type Call } from "../call";
import { checksumOf } from "../checksum";
import { rejectInput } from "../readers/input-error";
import { numberField, readTable } from "../readers/read-table";

/** Number of query rows; for ml-knn, as many as it can answer in its time. */
const QUERIES = 1000;
const PEER_QUERIES = 100;
const PEER_SECONDS = 5;

/** Each row's nearest other rows: the project's scan and ml-knn on the same queries. */
export const neighbors: Call = {
  flags: { file: null, k: null },
  prepare(options) {
    const k = numberOption(options, "k", { min: 1, whole: true });
    const { values, dimensions } = readPoints(options.file!);
    return () => {
      const count = values.length / dimensions;
      const every = Math.ceil(count / QUERIES);
      const queries = Array.from({ length: Math.ceil(count / every) }, (_, n) => n * every);
      const pointAt = (row: number) => values.subarray(row * dimensions, (row + 1) * dimensions);

      const search = searchNearest({ values, dimensions }, k);
      // The first answers warm up the code.
      for (const row of queries.slice(0, 50)) search(pointAt(row), row);
      const startMs = performance.now();
      const found = queries.map((row) => search(pointAt(row), row).indices);
      const scanMicros = ((performance.now() - startMs) * 1000) / queries.length;
      report(`scan: ${Math.round(scanMicros)} µs a query`);

      const peer = queryMlKnn({ values, dimensions }, k, queries.slice(0, PEER_QUERIES));
      const same = found.slice(0, peer.found.length);
      return {
        n: count,
        models: {
          scan: { microsAQuery: scanMicros, queries: queries.length, checksum: checksumOf(found) },
          mlKnn: {
            microsAQuery: peer.micros,
            queries: peer.found.length,
            checksum: checksumOf(peer.found),
            scanChecksum: checksumOf(same),
          },
        },
        best: scanMicros <= peer.micros ? "scan" : "mlKnn",
        more: { checksum: checksumOf(found) },
      };
    };
  },
};

function queryMlKnn(
  { values, dimensions }: { values: Float64Array; dimensions: number },
  k: number,
  queries: readonly number[],
) {
  const count = values.length / dimensions;
  const points = Array.from({ length: count }, (_, row) =>
    Array.from(values.subarray(row * dimensions, (row + 1) * dimensions)),
  );
  const { kdTree } = new KNN(points, [...points.keys()]);
  const found: number[][] = [];
  const startMs = performance.now();
  for (const row of queries) {
    const nearest = kdTree
      .nearest(points[row]!, Math.min(k + 1, count))
      .map(([point, distance]) => ({ index: point[dimensions]!, distance }))
      .sort((a, b) => a.distance - b.distance || a.index - b.index);
    found.push(
      nearest
        .map(({ index }) => index)
        .filter((index) => index !== row)
        .slice(0, k),
    );
    if (performance.now() - startMs > PEER_SECONDS * 1000) break;
  }
  return { found, micros: ((performance.now() - startMs) * 1000) / Math.max(1, found.length) };
}

function readPoints(file: string) {
  const table = readTable(file);
  const values: number[] = [];
  for (const row of table.rows) {
    for (let column = 0; column < table.columns.length; column++) {
      values.push(numberField(table, row, column));
    }
  }
  if (values.length === 0) rejectInput({ file }, "has no rows.");
  return { values: Float64Array.from(values), dimensions: table.columns.length };
}
