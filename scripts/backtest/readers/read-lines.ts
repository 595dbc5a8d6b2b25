import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { refuse } from "./input-error";

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const GZIP = [0x1f, 0x8b];
/** What some programs put before a text to say that it is UTF-8; it is no part of its first word. */
const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf);

/**
 * The lines of a text file, plain or gzip. One line is decoded at a time, so that a file of a
 * gigabyte never becomes a string. Empty lines are left out; they keep their number.
 *
 * @throws InputError when the file cannot be read
 */
export function* readLines(file: string): Generator<Line> {
  const bytes = readBytes(file);
  let number = 0;
  const hasMark = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  for (let start = hasMark ? BYTE_ORDER_MARK.length : 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const next = newline < 0 ? bytes.length : newline;
    const end = next > start && bytes[next - 1] === CARRIAGE_RETURN ? next - 1 : next;
    number++;
    if (end > start) yield { number, text: bytes.toString("utf8", start, end) };
    start = next + 1;
  }
}

function readBytes(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    const compressed = bytes[0] === GZIP[0] && bytes[1] === GZIP[1];
    return compressed ? gunzipSync(bytes) : bytes;
  } catch (error) {
    return refuse({ file }, `cannot be read (${error instanceof Error ? error.message : "?"}).`);
  }
}
