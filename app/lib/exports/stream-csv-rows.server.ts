import { parse } from "csv-parse";
import { delimiterOf } from "./csv-table";

type Chunk = Uint8Array | string;

const MAX_HEADER_BYTES = 100_000;
/** A longer row has a quote that is never closed. */
const MAX_ROW_CHARS = 100_000;

/**
 * The rows of a CSV file in UTF-8, header included, in constant memory. Separated by comma, semicolon or tab, whichever
 * the header has most of. Empty lines are skipped.
 */
export async function* streamCsvRows(chunks: AsyncIterable<Chunk>): AsyncGenerator<string[]> {
  const { delimiter, whole } = await readHeader(chunks);
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARS,
  });
  const feeding = feed(parser, whole);
  // Errors while feeding are thrown where the rows are read.
  feeding.catch(() => undefined);
  for await (const cells of parser as AsyncIterable<string[]>) yield cells;
  await feeding;
}

/**
 * Whether an error means that the file is no CSV.
 *
 * @returns how many rows were parsed before; null for any other error
 */
export function rowsBeforeCsvError(error: unknown): number | null {
  if (!(error instanceof Error && "code" in error && String(error.code).startsWith("CSV_"))) {
    return null;
  }
  return "records" in error ? Number(error.records) : 0;
}

/** Spreadsheets write the delimiter in a line before the header. */
const DELIMITER_LINE = /^\uFEFF?sep=([,;\t])\r?\n/i;

/** Reads the first line, which alone decides the delimiter, and keeps the file complete. */
async function readHeader(chunks: AsyncIterable<Chunk>) {
  const iterator = chunks[Symbol.asyncIterator]();
  let begun = Buffer.alloc(0);
  while (!/[\r\n]/.test(begun.toString("latin1")) && begun.length < MAX_HEADER_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    begun = Buffer.concat([begun, Buffer.from(next.value)]);
  }
  const text = begun.toString("utf8");
  const [line = "", stated] = DELIMITER_LINE.exec(text) ?? [];
  const rows = begun.subarray(Buffer.byteLength(line));
  async function* whole(): AsyncGenerator<Chunk> {
    try {
      yield rows;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  const delimiter = stated ?? delimiterOf(text.split(/[\r\n]/, 1)[0] ?? "");
  return { delimiter, whole: whole() };
}

async function feed(parser: ReturnType<typeof parse>, chunks: AsyncIterable<Chunk>) {
  try {
    for await (const chunk of chunks) {
      if (parser.destroyed) return;
      if (!parser.write(chunk)) {
        await new Promise((resolve) => {
          parser.once("drain", resolve).once("close", resolve);
        });
      }
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error("The file broke off"));
  }
}
