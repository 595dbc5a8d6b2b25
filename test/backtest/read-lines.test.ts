import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readLines } from "../../scripts/backtest/readers/read-lines";
import { writeInput } from "./run-backtest";

const linesOf = (content: string | Buffer) => [...readLines(writeInput("lines.txt", content))];

describe("readLines", () => {
  test("skips empty lines, counts them, and accepts any line ending", () => {
    const lines = [
      { number: 1, text: "a" },
      { number: 3, text: "b" },
    ];
    expect(linesOf("a\n\nb")).toEqual(lines);
    expect(linesOf("a\r\n\r\nb\r\n")).toEqual(lines);
  });

  test("ignores a byte order mark at the start, in plain text and gzip", () => {
    const marked = "\uFEFFa\uFEFF\nb\n";
    const lines = [
      { number: 1, text: "a\uFEFF" },
      { number: 2, text: "b" },
    ];
    expect(linesOf(marked)).toEqual(lines);
    expect(linesOf(gzipSync(marked))).toEqual(lines);
    expect(linesOf("\uFEFF")).toEqual([]);
  });

  test("distinguishes Latin-1 names and reads other lines as UTF-8", () => {
    const file = Buffer.concat([
      Buffer.from("Zo\u00eb\nZo\u00e9\n", "latin1"),
      Buffer.from("Zo\u00eb"),
    ]);
    expect(linesOf(file).map(({ text }) => text)).toEqual(["Zo\u00eb", "Zo\u00e9", "Zo\u00eb"]);
  });

  test.each([
    ["UTF-16", Buffer.from("\uFEFFa\tb\n", "utf16le"), "save it as UTF-8"],
    ["a spreadsheet", Buffer.from("PK\u0003\u0004..."), "save it as plain text"],
    ["half a gzip archive", gzipSync("a\tb\n".repeat(99)).subarray(0, 20), "cannot be read"],
  ])("refuses %s and explains what to do", (_what, content, message) => {
    expect(() => linesOf(content)).toThrow(message);
  });
});
