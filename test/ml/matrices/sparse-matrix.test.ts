import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  forEachInRow,
  fromTriplets,
  transpose,
  type SparseMatrix,
} from "~/ml/matrices/sparse-matrix";
import { triplets } from "../arbitraries";

describe("fromTriplets", () => {
  test("sums duplicate entries and sorts each row by column", () => {
    const matrix = fromTriplets({
      rows: 2,
      columns: 3,
      rowIndices: [1, 0, 1, 1],
      columnIndices: [2, 1, 0, 2],
      values: [4, 7, 1, 5],
    });
    expect(toDense(matrix)).toEqual([
      [0, 7, 0],
      [1, 0, 9],
    ]);
    expect([...matrix.indices]).toEqual([1, 0, 2]);
  });

  test("gives the dense sum of any triplets", () => {
    fc.assert(
      fc.property(triplets(), (input) => {
        const dense = zeros(input.rows, input.columns);
        input.values.forEach((value, n) => {
          const row = dense[input.rowIndices[n] ?? 0] ?? [];
          const column = input.columnIndices[n] ?? 0;
          row[column] = (row[column] ?? 0) + value;
        });
        expect(toDense(fromTriplets(input))).toEqual(dense);
      }),
    );
  });

  test("accepts no entries, rows or columns", () => {
    const none = { rowIndices: [], columnIndices: [], values: [] };
    expect(toDense(fromTriplets({ rows: 2, columns: 1, ...none }))).toEqual([[0], [0]]);
    expect(toDense(fromTriplets({ rows: 0, columns: 0, ...none }))).toEqual([]);
  });

  test.each([
    ["a row outside the matrix", { rowIndices: [2], columnIndices: [0], values: [1] }],
    ["a column outside the matrix", { rowIndices: [0], columnIndices: [-1], values: [1] }],
    ["a broken index", { rowIndices: [0.5], columnIndices: [0], values: [1] }],
    ["a value that is no number", { rowIndices: [0], columnIndices: [0], values: [NaN] }],
    ["arrays of different length", { rowIndices: [0, 1], columnIndices: [0], values: [1] }],
  ])("refuses %s", (_what, arrays) => {
    expect(() => fromTriplets({ rows: 2, columns: 2, ...arrays })).toThrow(RangeError);
  });
});

describe("transpose", () => {
  test("swaps rows and columns, and is its own inverse", () => {
    fc.assert(
      fc.property(triplets(), (input) => {
        const matrix = fromTriplets(input);
        const swapped = transpose(matrix);
        const dense = toDense(matrix);
        expect(toDense(swapped)).toEqual(
          Array.from({ length: input.columns }, (_, column) => dense.map((row) => row[column])),
        );
        expect(transpose(swapped)).toEqual(matrix);
      }),
    );
  });
});

describe("forEachInRow", () => {
  test("finds nothing in a row outside the matrix", () => {
    const matrix = fromTriplets({
      rows: 1,
      columns: 1,
      rowIndices: [0],
      columnIndices: [0],
      values: [3],
    });
    const seen: number[] = [];
    for (const row of [-1, 0, 1, 5])
      forEachInRow(matrix, row, (_column, value) => seen.push(value));
    expect(seen).toEqual([3]);
  });
});

function toDense(matrix: SparseMatrix): number[][] {
  const dense = zeros(matrix.rows, matrix.columns);
  dense.forEach((values, row) =>
    forEachInRow(matrix, row, (column, value) => {
      values[column] = value;
    }),
  );
  return dense;
}

function zeros(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}
