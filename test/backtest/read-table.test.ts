import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findColumn, numberField, readTable } from "../../scripts/backtest/readers/read-table";
import { writeInput } from "./run-backtest";
import { propertyRuns } from "../support/property-runs";

const rowsOf = (content: string | Buffer) => {
  const table = readTable(writeInput("table.csv", content));
  return { columns: table.columns, rows: [...table.rows] };
};

describe("readTable", () => {
  test("reads quotes, doubled quotes, commas and line breaks inside a field, and keeps line numbers", () => {
    const { columns, rows } = rowsOf('a,b\r\n"x, ""y""\nz",1\r\n\r\n2,\n');
    expect(columns).toEqual(["a", "b"]);
    expect(rows).toEqual([
      { line: 2, fields: ['x, "y"\nz', "1"] },
      { line: 5, fields: ["2", ""] },
    ]);
  });

  test("returns any fields that were written as valid CSV", () => {
    const field = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "é", " ") });
    const row = fc.tuple(field, field).filter(([a, b]) => !/\n\n|^\n|\n$/.test(a + "|" + b));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const content = ["a,b", ...rows.map((fields) => fields.map(quoted).join(","))].join("\n");
        expect(rowsOf(gzipSync(content)).rows.map(({ fields }) => fields)).toEqual(rows);
      }),
      { numRuns: propertyRuns(50) },
    );
  });

  test("rejects a quote that is never closed, in a file of any length", () => {
    const content = `a,b\n"1,2\n${"3,4\n".repeat(300_000)}`;
    expect(() => rowsOf(content)).toThrow(
      /line 2: a quote is opened and not closed within 1000 lines/,
    );
  });

  test("reports the line of a short row, an open quote or an invalid number", () => {
    expect(() => rowsOf("a,b\n1,2\n3\n")).toThrow(/line 3, column 1: the row has 1 fields/);
    expect(() => rowsOf('a,b\n1,"2\n3,4\n')).toThrow(/line 2: a quote is opened/);
    expect(() => rowsOf('a,b\n1,2\n"3"x,4\n')).toThrow(/line 3, column 1: "x" stands after/);
    expect(() => rowsOf("")).toThrow(/has no header/);
    const table = readTable(writeInput("table.csv", "a,b\n1,x\n"));
    const [row] = table.rows;
    expect(() => numberField(table, row!, 1)).toThrow(/line 2, column b: "x" is no number/);
    expect(() => findColumn(table, "c")).toThrow(/line 1, column c: is not there/);
  });
});
