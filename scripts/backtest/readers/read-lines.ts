import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { rejectInput } from "./input-error";

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const GZIP = Buffer.of(0x1f, 0x8b);
/** First bytes of files without UTF-8 lines, with advice. */
const OTHERS: readonly (readonly [Buffer, string])[] = [
  [Buffer.of(0xff, 0xfe), "is UTF-16; save it as UTF-8."],
  [Buffer.of(0xfe, 0xff), "is UTF-16; save it as UTF-8."],
  [
    Buffer.from("PK\u0003\u0004"),
    "is a spreadsheet or a zip archive; save it as plain text first.",
  ],
];
/** The byte order mark that some programs write before UTF-8; not part of the first word. */
const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf);

/**
 * The lines of a text file, plain or gzip. One line is decoded at a time, so that a gigabyte file is never one
 * string. Empty lines are skipped but counted. A line that is not UTF-8 is read as Latin-1, so that two names never
 * become one.
 *
 * @throws InputError when the file cannot be read
 */
export function* readLines(file: string): Generator<Line> {
  const bytes = readBytes(file);
  let number = 0;
  const hasMark = startsWith(bytes, BYTE_ORDER_MARK);
  const isAllUtf8 = isUtf8(bytes);
  for (let start = hasMark ? BYTE_ORDER_MARK.length : 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const next = newline < 0 ? bytes.length : newline;
    const end = next > start && bytes[next - 1] === CARRIAGE_RETURN ? next - 1 : next;
    number++;
    const encoding = isAllUtf8 || isUtf8(bytes.subarray(start, end)) ? "utf8" : "latin1";
    if (end > start) yield { number, text: bytes.toString(encoding, start, end) };
    start = next + 1;
  }
}

function readBytes(file: string): Buffer {
  const bytes = readPlain(file);
  const other = OTHERS.find(([start]) => startsWith(bytes, start));
  return other ? rejectInput({ file }, other[1]) : bytes;
}

function readPlain(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    return startsWith(bytes, GZIP) ? gunzipSync(bytes) : bytes;
  } catch (error) {
    return rejectInput(
      { file },
      `cannot be read (${error instanceof Error ? error.message : "?"}).`,
    );
  }
}

const startsWith = (bytes: Buffer, start: Buffer): boolean =>
  bytes.subarray(0, start.length).equals(start);
