import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readLines } from "../../scripts/backtest/readers/read-lines";
import { writeInput } from "./run-backtest";

const linesOf = (content: string | Buffer) => [...readLines(writeInput("lines.txt", content))];

describe("readLines", () => {
  test("leaves out empty lines, which keep their number, whatever ends a line", () => {
    const lines = [
      { number: 1, text: "a" },
      { number: 3, text: "b" },
    ];
    expect(linesOf("a\n\nb")).toEqual(lines);
    expect(linesOf("a\r\n\r\nb\r\n")).toEqual(lines);
  });

  test("takes a byte order mark at the start for no part of the text, plain or gzip", () => {
    const marked = "\uFEFFa\uFEFF\nb\n";
    const lines = [
      { number: 1, text: "a\uFEFF" },
      { number: 2, text: "b" },
    ];
    expect(linesOf(marked)).toEqual(lines);
    expect(linesOf(gzipSync(marked))).toEqual(lines);
    expect(linesOf("\uFEFF")).toEqual([]);
  });
});
