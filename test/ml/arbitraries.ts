import fc from "fast-check";
import type { Sessions } from "~/ml/neighbors/session-knn";
import { fromTriplets, type SparseMatrix } from "~/ml/matrices/sparse-matrix";

/** Triplets of a small matrix, in any order, with duplicates. Integers, so that sums are exact. */
export const triplets = () =>
  fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
    .chain(([rows, columns]) =>
      fc
        .array(
          fc.tuple(
            fc.nat({ max: rows - 1 }),
            fc.nat({ max: columns - 1 }),
            fc.integer({ min: 1, max: 5 }),
          ),
          { maxLength: 40 },
        )
        .map((entries) => ({
          rows,
          columns,
          rowIndices: entries.map(([row]) => row),
          columnIndices: entries.map(([, column]) => column),
          values: entries.map(([, , value]) => value),
        })),
    );

/** Profiles × products as a dense table of integer weights, 0 for no entry. */
export const table = (maxWeight: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }))
    .chain(([profiles, products]) =>
      fc.array(
        fc.array(
          fc.oneof(
            { weight: 2, arbitrary: fc.constant(0) },
            { weight: 3, arbitrary: fc.integer({ min: 1, max: maxWeight }) },
          ),
          { minLength: products, maxLength: products },
        ),
        { minLength: profiles, maxLength: profiles },
      ),
    );

/** The sparse form of a table, without zeros. */
export function fromTable(rows: readonly (readonly number[])[]): SparseMatrix {
  const entries = rows.flatMap((values, row) =>
    values.flatMap((value, column) => (value === 0 ? [] : [{ row, column, value }])),
  );
  return fromTriplets({
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    rowIndices: entries.map(({ row }) => row),
    columnIndices: entries.map(({ column }) => column),
    values: entries.map(({ value }) => value),
  });
}

/**
 * Sessions from lists of items, one step per item.
 * @param ages all 0 by default
 */
export function toSessions(
  lists: readonly (readonly number[])[],
  ages?: readonly number[],
): Sessions {
  return {
    items: Int32Array.from(lists.flat()),
    steps: Int32Array.from(lists.flatMap((list) => list.map((_, step) => step))),
    offsets: Int32Array.from([0, ...lists.map((_, n) => lists.slice(0, n + 1).flat().length)]),
    ages: Float64Array.from(lists, (_, n) => ages?.[n] ?? 0),
  };
}
