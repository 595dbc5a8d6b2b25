import { parse } from "csv-parse/sync";

/** A row that was not loaded, and what to do about it. The header is row 1. */
export interface RefusedRow {
  readonly row: number;
  readonly reason: string;
}

export interface CsvRow {
  /** Numbered like a spreadsheet: the header is row 1, a cell with line breaks is one row. */
  readonly row: number;
  /** The first non-empty cell under these headings; else "". Trimmed. */
  cell(...headings: readonly string[]): string;
}

export interface CsvTable {
  hasColumn(...headings: readonly string[]): boolean;
  /** Without blank rows. */
  readonly rows: readonly CsvRow[];
  readonly refused: readonly RefusedRow[];
}

/** After this many rows with broken quotes, the rest of the file is not read. */
const MAX_BROKEN_QUOTES = 50;

/**
 * Reads a CSV with a header, separated by comma, semicolon or tab. Headings are compared without case and spaces.
 * Rows may be shorter or longer than the header. A row with an unclosed quote is refused, and reading continues with
 * the next line.
 */
export function readCsvTable(text: string): CsvTable {
  const { records, broken } = readCsvRecords(text);
  const [header, ...rest] = records;
  const columns = new Map<string, number>();
  header?.cells.forEach((heading, i) => {
    const key = keyOf(heading);
    if (key !== "" && !columns.has(key)) columns.set(key, i);
  });

  const indexes = new Map<string, number>();
  const indexOf = (heading: string) => {
    let index = indexes.get(heading);
    if (index === undefined) {
      index = columns.get(keyOf(heading)) ?? -1;
      indexes.set(heading, index);
    }
    return index;
  };

  return {
    hasColumn: (...headings) => headings.some((heading) => indexOf(heading) >= 0),
    rows: rest
      .filter(({ cells }) => cells.some((cell) => textOf(cell) !== ""))
      .map(({ row, cells }) => ({
        row,
        cell: (...headings) =>
          headings.map((heading) => textOf(cells[indexOf(heading)])).find((cell) => cell !== "") ??
          "",
      })),
    refused: broken.map((row) => ({
      row,
      reason: 'a quote (") in this row is never closed; close it, or double it to mean a quote',
    })),
  };
}

/** The cells of a CSV file as `readCsvTable` reads them, header included, and the rows with a quote that is never closed. */
export function readCsvRecords(text: string) {
  const body = text.replace(/^sep=.\r?\n/i, "");
  return readRecords(Buffer.from(body), delimiterOf(body));
}

/** Neither Shopify nor a database can store the character 0. */
function textOf(cell = ""): string {
  return cell.replaceAll("\0", "").trim();
}

function keyOf(heading: string): string {
  return heading.trim().toLowerCase().replace(/\s+/g, " ");
}

/** The most frequent separator of the header, outside quotes; comma by default. */
export function delimiterOf(text: string): string {
  const header = (/^(?:"[^"]*"|[^"\r\n])*/.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t"].map((mark) => ({ mark, count: header.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

function readRecords(bytes: Buffer, delimiter: string) {
  const records: { row: number; cells: string[] }[] = [];
  const broken: number[] = [];
  let start = 0;
  let row = 0;
  while (start < bytes.length) {
    let readBytes = 0;
    const isWhole = parses(bytes.subarray(start), delimiter, (cells, bytesSoFar) => {
      row += 1;
      readBytes = bytesSoFar;
      records.push({ row, cells });
    });
    if (isWhole) break;
    row += 1;
    broken.push(row);
    const lineEnd = bytes.indexOf("\n", start + readBytes);
    if (lineEnd < 0 || broken.length >= MAX_BROKEN_QUOTES) break;
    start = lineEnd + 1;
  }
  return { records, broken };
}

/** @returns whether the bytes could be read to the end */
function parses(
  bytes: Buffer,
  delimiter: string,
  onRecord: (cells: string[], bytesSoFar: number) => void,
): boolean {
  try {
    parse(bytes, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      on_record: (record, { bytes: bytesSoFar }) => {
        onRecord(record, bytesSoFar);
        return null;
      },
    });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "CSV_QUOTE_NOT_CLOSED")
      return false;
    throw error;
  }
}
