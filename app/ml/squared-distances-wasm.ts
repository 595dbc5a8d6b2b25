/** Lanes of a SIMD register: rows are padded with 0 to a multiple of it. */
export const LANES = 4;

/** Squared distances of one point to many, four dimensions at a time, in single precision. */
export interface DistanceKernel {
  /** count × padded dimensions, row-major; to be filled once. */
  readonly points: Float32Array;
  /** The point asked for, padded dimensions. */
  readonly asked: Float32Array;
  /** One squared distance a point, as `run` leaves them. */
  readonly distances: Float32Array;
  run(): void;
}

const PAGE_BYTES = 65_536;

/**
 * Sets up memory and code for `count` ≥ 1 points.
 *
 * @param padded dimensions, a multiple of `LANES`, ≥ 1
 */
export function createDistanceKernel(count: number, padded: number): DistanceKernel {
  const rowBytes = 4 * padded;
  const askedAt = count * rowBytes;
  const distancesAt = askedAt + rowBytes;
  const pages = Math.ceil((distancesAt + 4 * count) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()), {
    m: { m: memory },
  });
  const scan = exports.f as (at: number, n: number, row: number, to: number, out: number) => void;
  return {
    points: new Float32Array(memory.buffer, 0, count * padded),
    asked: new Float32Array(memory.buffer, askedAt, padded),
    distances: new Float32Array(memory.buffer, distancesAt, count),
    run: () => scan(0, count, rowBytes, askedAt, distancesAt),
  };
}

const I32 = 0x7f;
const V128 = 0x7b;
/** Parameters and locals, by their index. */
const [POINT, COUNT, ROW_BYTES, ASKED, OUT, AT, SUM, DIFFERENCE] = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * for each point: sum = 0; for each four dimensions: d = point − asked, sum += d × d; *out = Σ lanes
 *
 * Encoded by hand after the WebAssembly core specification 2.0, chapter 5 (binary format).
 */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const lane = (n: number) => [...get(SUM), 0xfd, 0x1f, n];
  const f32Add = 0x92;
  const code = [
    ...[0x03, 0x40], // loop: points
    ...[0xfd, 0x0c, ...new Array<number>(16).fill(0), ...set(SUM)],
    ...[0x41, 0, ...set(AT)],
    ...[0x03, 0x40], // loop: dimensions
    ...[...load(POINT), ...load(ASKED), 0xfd, 0xe5, 0x01, ...set(DIFFERENCE)],
    ...[...get(SUM), ...get(DIFFERENCE), ...get(DIFFERENCE)],
    ...[0xfd, 0xe6, 0x01, 0xfd, 0xe4, 0x01, ...set(SUM)],
    ...[...get(AT), 0x41, 16, 0x6a, 0x22, AT, ...get(ROW_BYTES), 0x49, 0x0d, 0],
    0x0b,
    ...[...get(OUT), ...lane(0), ...lane(1), f32Add, ...lane(2), ...lane(3), f32Add, f32Add],
    ...[0x38, 2, 0], // f32.store
    ...[...get(POINT), ...get(ROW_BYTES), 0x6a, ...set(POINT)],
    ...[...get(OUT), 0x41, 4, 0x6a, ...set(OUT)],
    ...[...get(COUNT), 0x41, 1, 0x6b, 0x22, COUNT, 0x0d, 0],
    ...[0x0b, 0x0b],
  ];
  const locals = [2, 1, I32, 2, V128];
  const body = [...locals, ...code];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]),
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

function get(local: number): number[] {
  return [0x20, local];
}

function set(local: number): number[] {
  return [0x21, local];
}

/** The four numbers at `base` + AT. */
function load(base: number): number[] {
  return [...get(base), ...get(AT), 0x6a, 0xfd, 0x00, 2, 0];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)];
}
