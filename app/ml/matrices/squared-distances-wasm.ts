import * as wasm from "./wasm-encoding";

/** Lanes of a SIMD register: rows are zero-padded to a multiple of it. */
export const LANES = 4;

/** Squared distances from one point to many, four dimensions at a time, in single precision. */
export interface DistanceKernel {
  /** count × padded dimensions, row-major; filled once. */
  readonly points: Float32Array;
  /** The query point, padded dimensions. */
  readonly query: Float32Array;
  /** One squared distance per point, written by `run`. */
  readonly distances: Float32Array;
  run(): void;
}

const PAGE_BYTES = 65_536;

/**
 * Allocates memory and compiles code for `count` ≥ 1 points.
 *
 * @param padded dimensions, a multiple of `LANES`, ≥ 1
 */
export function createDistanceKernel(count: number, padded: number): DistanceKernel {
  const rowBytes = 4 * padded;
  const queryAt = count * rowBytes;
  const distancesAt = queryAt + rowBytes;
  const pages = Math.ceil((distancesAt + 4 * count) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages });
  const scan = wasm.createKernel(
    { parameters: 5, locals: { i32: 1, v128: 2 }, code: kernelCode() },
    memory,
  );
  return {
    points: new Float32Array(memory.buffer, 0, count * padded),
    query: new Float32Array(memory.buffer, queryAt, padded),
    distances: new Float32Array(memory.buffer, distancesAt, count),
    run: () => scan(0, count, rowBytes, queryAt, distancesAt),
  };
}

/** Parameters and locals, by their index. */
const [POINT, COUNT, ROW_BYTES, QUERY, OUT, AT, SUM, DIFFERENCE] = [0, 1, 2, 3, 4, 5, 6, 7];

/** for each point: sum = 0; for each four dimensions: d = point − query, sum += d × d; *out = Σ lanes */
function kernelCode(): number[] {
  const { get, set } = wasm;
  const load = (base: number) => [...get(base), ...get(AT), wasm.I32_ADD, ...wasm.V128_LOAD];
  const fourDimensions = [
    ...[...load(POINT), ...load(QUERY), ...wasm.F32X4_SUB, ...set(DIFFERENCE)],
    ...[...get(SUM), ...get(DIFFERENCE), ...get(DIFFERENCE)],
    ...[...wasm.F32X4_MUL, ...wasm.F32X4_ADD, ...set(SUM)],
    ...[...get(AT), ...wasm.smallConstant(16), wasm.I32_ADD, ...set(AT)],
    ...wasm.isBelow(AT, ROW_BYTES),
  ];
  return wasm.loop([
    ...[...wasm.F32X4_ZERO, ...set(SUM)],
    ...[...wasm.smallConstant(0), ...set(AT)],
    ...wasm.loop(fourDimensions),
    ...[...get(OUT), ...wasm.sumOfLanes(SUM), ...wasm.F32_STORE],
    ...[...get(POINT), ...get(ROW_BYTES), wasm.I32_ADD, ...set(POINT)],
    ...[...get(OUT), ...wasm.smallConstant(4), wasm.I32_ADD, ...set(OUT)],
    ...wasm.countDown(COUNT),
  ]);
}
