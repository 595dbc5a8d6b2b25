import { asUtf8, linesOf, startsWith, utf16Of } from "./byte-lines";
import { guessEncoding, type ExportEncoding } from "./guess-encoding";

/** A file that is no text: an archive (also a spreadsheet), or lines that are too long. */
type FileFault = "archive" | "not_csv";

/** What the bytes of a file are; the encoding is null when it is uncertain. */
export type ScannedFile =
  | {
      readonly kind: "text";
      readonly encoding: ExportEncoding | "utf-8" | "utf-16le" | "utf-16be" | null;
    }
  | { readonly kind: "unreadable"; readonly fault: FileFault };

/** Lines in another encoding than UTF-8 that are kept for the guess. */
const MAX_SAMPLE_BYTES = 256 * 1024;
const MAX_LINE_BYTES = 1024 * 1024;
const HEAD_BYTES = 4;

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const GZIP = [0x1f, 0x8b];

/**
 * Finds the encoding of a file that arrives in chunks, in constant memory. A file with letters both in UTF-8 and in
 * another encoding is uncertain.
 */
export function createEncodingScan() {
  let head = new Uint8Array();
  let rest = new Uint8Array();
  let isTooLong = false;
  let hasUtf8 = false;
  let sampleBytes = 0;
  const sample: Uint8Array[] = [];

  const see = (line: Uint8Array, isLast: boolean) => {
    if (!line.some((byte) => byte >= 0x80)) return;
    if (asUtf8(line, isLast) !== null) {
      hasUtf8 = true;
    } else if (sampleBytes < MAX_SAMPLE_BYTES) {
      sample.push(line.slice());
      sampleBytes += line.length;
    }
  };

  return {
    add(chunk: Uint8Array): void {
      if (head.length < HEAD_BYTES) head = joined(head, chunk.subarray(0, HEAD_BYTES));
      if (isTooLong || utf16Of(head) !== null) return;
      const lines = linesOf(joined(rest, chunk));
      const last = lines.at(-1);
      const isWhole = last?.at(-1) === LINE_FEED;
      for (const line of isWhole ? lines : lines.slice(0, -1)) see(line, false);
      rest = last && !isWhole ? last.slice() : new Uint8Array();
      isTooLong = rest.length > MAX_LINE_BYTES;
    },

    finish(): ScannedFile {
      if ([ZIP, GZIP].some((it) => startsWith(head, it)))
        return { kind: "unreadable", fault: "archive" };
      const utf16 = utf16Of(head);
      if (utf16 !== null) return { kind: "text", encoding: utf16 };
      if (isTooLong) return { kind: "unreadable", fault: "not_csv" };
      see(rest, true);
      if (sample.length === 0) return { kind: "text", encoding: "utf-8" };
      return { kind: "text", encoding: hasUtf8 ? null : guessEncoding(sample) };
    },
  };
}

const LINE_FEED = 0x0a;

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
