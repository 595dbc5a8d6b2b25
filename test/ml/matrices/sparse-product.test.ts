import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromTriplets } from "~/ml/matrices/sparse-matrix";
import { forEachProductRow, type RowRange } from "~/ml/matrices/sparse-product";
import { table, fromTable } from "../arbitraries";

describe("forEachProductRow", () => {
  test("equals the naive product, with the number of terms of each sum", () => {
    fc.assert(
      fc.property(table(5), table(5), (a, b) => {
        const middle = Math.min(a[0]!.length, b.length);
        const left = a.map((row) => row.slice(0, middle));
        const right = b.slice(0, middle);
        const { dots, terms } = multiply(left, right);
        expect(dots).toEqual(
          left.map((row) =>
            right[0]!.map((_, c) => row.reduce((s, x, m) => s + x * right[m]![c]!, 0)),
          ),
        );
        expect(terms).toEqual(
          left.map((row) =>
            right[0]!.map((_, c) => row.filter((x, m) => x !== 0 && right[m]![c] !== 0).length),
          ),
        );
      }),
    );
  });

  test("visits only the requested rows, with unchanged results", () => {
    const rows = [
      [1, 2],
      [0, 3],
      [4, 0],
    ];
    const right = [
      [1, 1],
      [0, 2],
    ];
    expect(multiply(rows, right, { from: 1, to: 3 }).dots).toEqual([
      [0, 0],
      ...multiply(rows, right).dots.slice(1),
    ]);
  });

  test("visits an empty row without entries", () => {
    const empty = fromTriplets({
      rows: 1,
      columns: 1,
      rowIndices: [],
      columnIndices: [],
      values: [],
    });
    const counts: number[] = [];
    forEachProductRow(empty, empty, ({ count }) => counts.push(count));
    expect(counts).toEqual([0]);
  });
});

function multiply(left: number[][], right: number[][], range?: RowRange) {
  const blank = () => left.map(() => right[0]!.map(() => 0));
  const found = { dots: blank(), terms: blank() };
  forEachProductRow(
    fromTable(left),
    fromTable(right),
    ({ row, columns, count, dots, terms }) => {
      for (const column of columns.subarray(0, count)) {
        found.dots[row]![column] = dots[column]!;
        found.terms[row]![column] = terms[column]!;
      }
    },
    range,
  );
  return found;
}
