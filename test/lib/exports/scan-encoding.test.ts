import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeChunks } from "~/lib/exports/decode-chunks";
import { createEncodingScan, type ScannedFile } from "~/lib/exports/scan-encoding";
import { streamCsvRows } from "~/lib/exports/stream-csv-rows.server";

const WINDOWS_1252 = Uint8Array.from([0x4b, 0xf6, 0x6c, 0x6e, 0x0a]); // Köln
const WINDOWS_1251 = Uint8Array.from([0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0, 0x0a]); // Москва
const SHIFT_JIS = Uint8Array.from([0x83, 0x72, 0x83, 0x5e, 0x0a]); // ビタ

const chunksOf = (bytes: Uint8Array, length: number) =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) =>
    bytes.subarray(i * length, (i + 1) * length),
  );

function scan(bytes: Uint8Array, chunkBytes = 3): ScannedFile {
  const scanned = createEncodingScan();
  for (const chunk of chunksOf(bytes, chunkBytes)) scanned.add(chunk);
  return scanned.finish();
}

async function* streamed(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (const chunk of chunksOf(bytes, chunkBytes)) yield await Promise.resolve(chunk);
}

describe("the encoding of a file in chunks", () => {
  test.each([
    ["utf-8", Buffer.from("email\nKöln Москва\n")],
    ["utf-16le", Buffer.from("email\nKöln\n", "utf16le")],
    ["utf-16be", Buffer.from("email\nKöln\n", "utf16le").swap16()],
    ["windows-1252", WINDOWS_1252],
    ["windows-1251", WINDOWS_1251],
    ["shift_jis", SHIFT_JIS],
  ])("is %s", (encoding, bytes) => {
    expect(scan(bytes)).toEqual({ kind: "text", encoding });
  });

  test("is uncertain when a file has letters in UTF-8 and in another encoding", () => {
    const bytes = Buffer.concat([Buffer.from("Köln\n"), WINDOWS_1252]);
    expect(scan(bytes)).toEqual({ kind: "text", encoding: null });
  });

  test.each([
    ["a spreadsheet", Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x14])],
    ["a gzip archive", Uint8Array.from([0x1f, 0x8b, 0x08, 0x00])],
  ])("is not looked for in %s", (_name, bytes) => {
    expect(scan(bytes)).toEqual({ kind: "unreadable", fault: "archive" });
  });

  test("is not looked for in a line of more than a megabyte", () => {
    expect(scan(new Uint8Array(1_100_000).fill(0x61), 100_000)).toEqual({
      kind: "unreadable",
      fault: "not_csv",
    });
  });

  test("does not depend on where the chunks end", () => {
    const files = fc.constantFrom(WINDOWS_1252, WINDOWS_1251, SHIFT_JIS, Buffer.from("é,ü\nя\n"));
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 9 }), (bytes, length) => {
        expect(scan(bytes, length)).toEqual(scan(bytes, bytes.length));
      }),
    );
  });
});

test("the rows of a file are the same in any encoding, separator and chunks", async () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "B", "ö", "я", '"', ",", ";", " ", "\n") });
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("utf-8", "utf-16le"),
      fc.integer({ min: 1, max: 20 }),
      async (cells, mark, encoding, chunkBytes) => {
        const all = [["email", "name"], ...cells];
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const file = all.map((row) => row.map(quoted).join(mark)).join("\r\n");
        const bytes = Buffer.from(`\uFEFF${file}`, encoding === "utf-8" ? "utf8" : "utf16le");
        const read: string[][] = [];
        const chunks = decodeChunks(streamed(bytes, chunkBytes), encoding);
        for await (const row of streamCsvRows(chunks)) read.push(row);
        expect(read).toEqual(all);
      },
    ),
  );
});

test("the line in which a spreadsheet names the separator is no row", async () => {
  const bytes = Buffer.from("sep=;\r\nemail,x;name\r\na@example.com;Ada\r\n");
  const read: string[][] = [];
  for await (const row of streamCsvRows(streamed(bytes, 100))) read.push(row);
  expect(read).toEqual([
    ["email,x", "name"],
    ["a@example.com", "Ada"],
  ]);
});
