import { gunzipSync } from "node:zlib";

/** A file's text or bytes, complete or as a stream. */
export type ExportSource = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/**
 * Decodes an export from any program: unpacks gzip, removes byte order marks, reads UTF-8 and UTF-16, and decodes
 * other lines as Windows-1252, the default of spreadsheets in western Europe and America. Concatenated or truncated
 * files may contain lines of both.
 *
 * @returns the text, or why the file has none
 */
export async function readExportText(
  source: ExportSource,
): Promise<{ kind: "text"; text: string } | { kind: "unreadable"; reason: string }> {
  const whole = await collect(source);
  if (typeof whole === "string") return { kind: "text", text: whole.replace(/^\uFEFF/, "") };
  if (startsWith(whole, [0x50, 0x4b, 0x03, 0x04]))
    return unreadable("this is a spreadsheet or a zip archive; unpack it or save it as CSV first");
  if (!startsWith(whole, [0x1f, 0x8b])) return { kind: "text", text: decode(whole) };
  try {
    return { kind: "text", text: decode(gunzipSync(whole)) };
  } catch {
    return unreadable("the gzip archive is damaged; export or download the file again");
  }
}

function unreadable(reason: string): { kind: "unreadable"; reason: string } {
  return { kind: "unreadable", reason };
}

async function collect(source: ExportSource): Promise<string | Uint8Array> {
  if (typeof source === "string" || source instanceof Uint8Array) return source;
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(typeof part === "string" ? Buffer.from(part) : part);
  return Buffer.concat(parts);
}

function decode(bytes: Uint8Array): string {
  if (startsWith(bytes, [0xff, 0xfe])) return new TextDecoder("utf-16le").decode(bytes);
  if (startsWith(bytes, [0xfe, 0xff])) return new TextDecoder("utf-16be").decode(bytes);
  return linesOf(bytes)
    .map(decodeLine)
    .join("")
    .replace(/^\uFEFF/, "");
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder("windows-1252");

/** Each with its line feed, a byte that is never part of another character. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const lineFeed = bytes.indexOf(0x0a, start);
    const end = lineFeed < 0 ? bytes.length : lineFeed + 1;
    lines.push(bytes.subarray(start, end));
    start = end;
  }
  return lines;
}

function decodeLine(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
