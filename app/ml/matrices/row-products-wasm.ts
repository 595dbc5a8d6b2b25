import * as wasm from "./wasm-encoding";

/** Rows and columns of a block; matrices are padded to full blocks. */
export const BLOCK = 32;
const PAGE_BYTES = 65_536;

/** Square matrices of one size in WebAssembly memory, and their block multiplication. */
export interface BlockMatrices {
  /** Rows and columns of each, a multiple of `BLOCK`. */
  readonly size: number;
  /** Size × size each, row-major. */
  readonly matrices: readonly Float32Array[];
  /**
   * Subtracts row products from a block: C(i, j) −= Σ over columns k in [from, to) of A(row + i, k) ×
   * B(column + j, k), where C is the block of `into` at (row, column). `from` and `to` are multiples
   * of `BLOCK`.
   *
   * @param of the indices of A and B among the matrices
   */
  subtractRowProducts(product: RowProduct): void;
}

interface RowProduct {
  readonly into: number;
  readonly of: readonly [a: number, b: number];
  readonly row: number;
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Matrices in WebAssembly memory, with SIMD that multiplies four rows by two at once: each loaded number is used
 * several times, so that arithmetic and not memory limits the speed. Single precision. Memory: 4 × count × size²
 * bytes.
 *
 * @param count number of matrices
 * @param minSize required rows and columns; the size is this rounded up to full blocks
 */
export function createBlockMatrices(count: number, minSize: number): BlockMatrices {
  const size = Math.ceil(minSize / BLOCK) * BLOCK;
  const bytes = 4 * size * size;
  const pages = Math.ceil((count * bytes) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: Math.max(1, pages) });
  const kernel = wasm.createKernel(
    { parameters: 5, locals: { i32: 9, v128: 14 }, code: kernelCode() },
    memory,
  );
  const matrices = Array.from(
    { length: count },
    (_, n) => new Float32Array(memory.buffer, n * bytes, size * size),
  );
  return {
    size,
    matrices,
    subtractRowProducts({ into, of: [a, b], row, column, from, to }) {
      if (from === to) return;
      const at = (matrix: number, r: number, c: number) => matrix * bytes + 4 * (r * size + c);
      kernel(
        at(a, row, from),
        at(b, column, from),
        at(into, row, column),
        4 * (to - from),
        4 * size,
      );
    },
  };
}

/** Parameters: addresses of A, B and C; used bytes per row; stride of a row in bytes. */
const [A, B, C, BYTES, STRIDE] = [0, 1, 2, 3, 4];
const [ROWS_LEFT, COLUMNS_LEFT, AT, B_ROW, C_AT, A1, A2, A3, B1] = [5, 6, 7, 8, 9, 10, 11, 12, 13];
const SUMS = 14;
const LOADED = 22;

function kernelCode(): number[] {
  const { get, set } = wasm;
  const plus = (base: number, times: number) => [
    ...get(base),
    ...get(STRIDE),
    ...wasm.smallConstant(times),
    wasm.I32_MUL,
    wasm.I32_ADD,
  ];
  const load = (base: number) => [...get(base), ...get(AT), wasm.I32_ADD, ...wasm.V128_LOAD];
  const aRows = [A, A1, A2, A3];
  const bRows = [B_ROW, B1];
  const pairs = aRows.flatMap((_, a) => bRows.map((__, b) => ({ a, b, sum: SUMS + 2 * a + b })));

  const step = [
    ...[...aRows, ...bRows].flatMap((row, n) => [...load(row), ...set(LOADED + n)]),
    ...pairs.flatMap(({ a, b, sum }) => [
      ...[...get(sum), ...get(LOADED + a), ...get(LOADED + 4 + b)],
      ...[...wasm.F32X4_MUL, ...wasm.F32X4_ADD, ...set(sum)],
    ]),
    ...[...get(AT), ...wasm.smallConstant(16), wasm.I32_ADD, ...set(AT)],
    ...wasm.isBelow(AT, BYTES),
  ];
  const store = ({ a, b, sum }: (typeof pairs)[number]) => {
    const place = [...plus(C_AT, a), ...wasm.smallConstant(4 * b), wasm.I32_ADD];
    return [
      ...[...place, ...place, ...wasm.F32_LOAD],
      ...[...wasm.sumOfLanes(sum), wasm.F32_SUB, ...wasm.F32_STORE],
    ];
  };
  const twoColumns = [
    ...[...plus(B_ROW, 1), ...set(B1)],
    ...pairs.flatMap(({ sum }) => [...wasm.F32X4_ZERO, ...set(sum)]),
    ...[...wasm.smallConstant(0), ...set(AT)],
    ...wasm.loop(step),
    ...pairs.flatMap(store),
    ...[...plus(B_ROW, 2), ...set(B_ROW)],
    ...[...get(C_AT), ...wasm.smallConstant(8), wasm.I32_ADD, ...set(C_AT)],
    ...wasm.countDown(COLUMNS_LEFT),
  ];
  const fourRows = [
    ...[...plus(A, 1), ...set(A1), ...plus(A, 2), ...set(A2), ...plus(A, 3), ...set(A3)],
    ...[...get(B), ...set(B_ROW), ...get(C), ...set(C_AT)],
    ...[...wasm.smallConstant(BLOCK / 2), ...set(COLUMNS_LEFT)],
    ...wasm.loop(twoColumns),
    ...[...plus(A, 4), ...set(A), ...plus(C, 4), ...set(C)],
    ...wasm.countDown(ROWS_LEFT),
  ];
  return [...wasm.smallConstant(BLOCK / 4), ...set(ROWS_LEFT), ...wasm.loop(fourRows)];
}
