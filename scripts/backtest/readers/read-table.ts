import { rejectInput, type Place } from "./input-error";
import { readLines, type Line } from "./read-lines";

/** One record of a CSV file. */
export interface TableRow {
  /** The first line of the record, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<TableRow>;
}

/**
 * A CSV file with a header (RFC 4180): a quoted field may contain commas, doubled quotes and
 * line breaks. Rows are read lazily.
 *
 * @throws InputError for a missing header, a row with another number of fields, or an unclosed quote
 */
export function readTable(file: string): Table {
  const records = readRecords(file);
  const header = records.next();
  if (header.done) return rejectInput({ file, line: 1 }, "has no header.");
  const columns = header.value.fields.map((name) => name.trim());
  return { file, columns, rows: checkedRows(file, records, columns) };
}

/**
 * Position of a column.
 * @throws InputError when the table has no such column
 */
export function findColumn({ file, columns }: Table, name: string): number {
  const at = columns.indexOf(name);
  if (at >= 0) return at;
  return rejectInput(
    { file, line: 1, column: name },
    `is not there. There are ${columns.join(", ")}.`,
  );
}

/** @throws InputError when the field is not a finite number */
export function numberField(table: Table, row: TableRow, column: number): number {
  const text = row.fields[column]!;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  return rejectInput(
    { file: table.file, line: row.line, column: table.columns[column]! },
    `${JSON.stringify(text)} is no number.`,
  );
}

function* checkedRows(
  file: string,
  records: Iterable<TableRow>,
  columns: readonly string[],
): Generator<TableRow> {
  for (const row of records) {
    if (row.fields.length !== columns.length) {
      rejectInput(
        { file, line: row.line, column: Math.min(row.fields.length, columns.length) },
        `the row has ${row.fields.length} fields, the header ${columns.length}.`,
      );
    }
    yield row;
  }
}

/** A longer record has an unclosed quote. */
const MAX_RECORD_LINES = 1_000;

function* readRecords(file: string): Generator<TableRow> {
  let begun: Line | null = null;
  for (const line of readLines(file)) {
    const text: string = begun ? `${begun.text}\n${line.text}` : line.text;
    const first: number = begun?.number ?? line.number;
    if (line.number - first > MAX_RECORD_LINES) {
      rejectInput(
        { file, line: first },
        `a quote is opened and not closed within ${MAX_RECORD_LINES} lines.`,
      );
    }
    const fields = splitFields(text, { file, line: first });
    begun = fields ? null : { number: first, text };
    if (fields) yield { line: first, fields };
  }
  if (begun) rejectInput({ file, line: begun.number }, "a quote is opened and never closed.");
}

/**
 * The fields of a record; null while a quote is open.
 *
 * @throws InputError, with the location, for text between a closing quote and the next comma
 */
export function splitFields(text: string, place: Place): string[] | null {
  return text.includes('"') ? splitQuoted(text, place) : text.split(",");
}

function splitQuoted(text: string, place: Place): string[] | null {
  const fields: string[] = [];
  let at = 0;
  while (at <= text.length) {
    if (text[at] === '"') {
      let field = "";
      for (;;) {
        const quote = text.indexOf('"', at + 1);
        if (quote < 0) return null;
        field += text.slice(at + 1, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        field += '"';
      }
      const comma = text.indexOf(",", at);
      const rest = text.slice(at, comma < 0 ? text.length : comma);
      if (rest.trim() !== "") {
        rejectInput(
          { ...place, column: fields.length + 1 },
          `${JSON.stringify(rest)} stands after a closing quote.`,
        );
      }
      fields.push(field);
      at = comma < 0 ? text.length + 1 : comma + 1;
    } else {
      const comma = text.indexOf(",", at);
      const end = comma < 0 ? text.length : comma;
      fields.push(text.slice(at, end));
      at = end + 1;
    }
  }
  return fields;
}
