import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine, readCell } from "~/lib/csv";

const FORMULA_SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"];

describe("S9: a cell of a CSV file", () => {
  test.each([`=HYPERLINK("https://evil.example","x")`, "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1"])(
    "stays text when it begins like a formula: %j",
    (cell) => {
      expect(csvLine([cell])).toMatch(/^"'/);
    },
  );

  test("round-trips any content", () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.tuple(fc.constantFrom(...FORMULA_SIGNS), fc.string()).map(([sign, rest]) => sign + rest),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        const [line] = parse(csvLine(cells), { columns: false });
        expect(line?.map(readCell)).toEqual(cells);
        expect(line?.some((text) => /^[=+\-@\t\r＝＋－＠]/.test(text))).toBe(false);
      }),
    );
  });
});
