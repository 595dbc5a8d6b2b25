import { gunzipSync } from "node:zlib";
import { asUtf8, linesOf, startsWith, utf16Of } from "./byte-lines";
import { guessEncoding } from "./guess-encoding";

/** A file's text or bytes, complete or as a stream. */
export type ExportSource = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/**
 * Decodes an export from any program: unpacks gzip, removes byte order marks, reads UTF-8 and UTF-16, and decodes other
 * lines in the encoding that their letters show. Concatenated or truncated files may contain lines of both.
 *
 * @param encoding a label of the WHATWG Encoding Standard, such as "shift_jis"; null guesses
 * @returns the text, or why the file has none
 */
export async function readExportText(
  source: ExportSource,
  encoding: string | null = null,
): Promise<{ kind: "text"; text: string } | { kind: "unreadable"; reason: string }> {
  const whole = await collect(source);
  if (typeof whole === "string") return { kind: "text", text: whole.replace(/^\uFEFF/, "") };
  if (startsWith(whole, [0x50, 0x4b, 0x03, 0x04]))
    return unreadable("this is a spreadsheet or a zip archive; unpack it or save it as CSV first");
  const bytes = startsWith(whole, [0x1f, 0x8b]) ? unpack(whole) : whole;
  if (bytes === null)
    return unreadable("the gzip archive is damaged; export or download the file again");
  const text = encoding === null ? decode(bytes) : new TextDecoder(encoding).decode(bytes);
  return text === null
    ? unreadable(
        "its letters could be of several encodings; save it as UTF-8, or name its encoding, such as --encoding windows-1250",
      )
    : { kind: "text", text };
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

function unpack(archive: Uint8Array): Uint8Array | null {
  try {
    return gunzipSync(archive);
  } catch {
    return null;
  }
}

/** @returns null when the encoding is uncertain */
function decode(bytes: Uint8Array): string | null {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return new TextDecoder(utf16).decode(bytes);
  const lines = linesOf(bytes).map((line, i, { length }) => ({
    line,
    text: asUtf8(line, i === length - 1),
  }));
  const others = lines.filter(({ text }) => text === null).map(({ line }) => line);
  const encoding = others.length === 0 ? "utf-8" : guessEncoding(others);
  if (encoding === null) return null;
  const decoder = new TextDecoder(encoding);
  return lines
    .map(({ line, text }) => text ?? decoder.decode(line))
    .join("")
    .replace(/^\uFEFF/, "");
}
