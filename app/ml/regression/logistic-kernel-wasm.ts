import * as wasm from "../matrices/wasm-encoding";
import * as doubles from "../matrices/wasm-doubles";

/** Rows per kernel call: up to 32 features of them fit the L1 cache. */
export const BLOCK_ROWS = 128;
/** Beyond this, the code would take longer to compile than it saves. */
export const MAX_FEATURES = 64;

/** Sums over blocks of rows at given weights, two features at a time. Double precision. */
export interface LogisticKernel {
  /** Sets the weights (the intercept, then one per feature) and resets all sums to 0. */
  begin(theta: Float64Array): void;
  /** Adds the gradient of `BLOCK_ROWS` rows from `row` on. */
  addSlopes(rows: Rows, row: number): void;
  /** Adds the curvature of `BLOCK_ROWS` rows from `row` on. */
  addCurvature(rows: Rows, row: number): void;
  /** Total of everything added. */
  readonly gain: () => number;
  /** Adds Σ error × x to the intercept and one number per feature. */
  takeSlopes(gradient: Float64Array): void;
  /** Adds Σ weight × x xᵀ to the lower triangle of (width + 1)² numbers, row-major. */
  takeCurvature(curvature: Float64Array): void;
}

interface Rows {
  readonly features: Float64Array;
  readonly labels: ArrayLike<number>;
}

const PAGE_BYTES = 65_536;
/** Rows and columns of the curvature's tiles. */
const TILE = 4;
const TILE_BYTES = 8 * TILE * TILE;

type Layout = ReturnType<typeof layoutOf>;

/** Memory layout of a kernel, in bytes. */
function layoutOf(width: number) {
  const chunks = Math.ceil(width / 2);
  const groups = Math.ceil(width / TILE);
  let end = 0;
  const take = (bytes: number) => (end += bytes) - bytes;
  return {
    ...{ width, chunks, groups, rowBytes: 8 * width },
    /** The intercept and a 0, then the other weights. */
    theta: take(doubles.PAIR * (1 + chunks)),
    /** Sums of errors, of curvature and of the misclassification loss; and the block's product of 1 + odds. */
    sums: take(4 * doubles.PAIR),
    slopes: take(doubles.PAIR * chunks),
    /** Σ weight × x: the intercept's column of the curvature. */
    border: take(doubles.PAIR * chunks),
    labels: take(8 * BLOCK_ROWS),
    /** Logits, then overwritten by errors. */
    errors: take(8 * BLOCK_ROWS),
    weights: take(8 * BLOCK_ROWS),
    tiles: take((TILE_BYTES * groups * (groups + 1)) / 2),
    /** In row order: values beyond a row's end belong to the next row and are ignored. */
    rows: take(8 * BLOCK_ROWS * width + 8 * TILE),
    end,
  };
}

const kernels = new Map<number, LogisticKernel>();

/** The kernel for a width in [1, `MOST_FEATURES`], created once and not reentrant. */
export function kernelOf(width: number): LogisticKernel {
  let kernel = kernels.get(width);
  if (!kernel) kernels.set(width, (kernel = createLogisticKernel(layoutOf(width))));
  return kernel;
}

function createLogisticKernel(layout: Layout): LogisticKernel {
  const { width, groups } = layout;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(layout.end / PAGE_BYTES) });
  const numbers = new Float64Array(memory.buffer);
  const place = (bytes: number, count: number) => numbers.subarray(bytes / 8, bytes / 8 + count);
  const make = (kernel: wasm.KernelCode) => wasm.createKernel(kernel, memory);
  const answer = make(answerCode(layout));
  const weigh = make(weighCode(layout));
  const multiply = make(multiplyCode(layout));
  const sums = place(layout.sums, 8);
  const labels = place(layout.labels, BLOCK_ROWS);
  const block = place(layout.rows, BLOCK_ROWS * width);
  let gain = 0;

  const answerBlock = (rows: Rows, row: number) => {
    block.set(rows.features.subarray(row * width, (row + BLOCK_ROWS) * width));
    for (let n = 0; n < BLOCK_ROWS; n++) labels[n] = rows.labels[row + n]!;
    answer();
    // One logarithm per block: the product of 64 factors up to 2 is at most 2^64.
    gain -= Math.log(sums[6]!) + Math.log(sums[7]!);
  };
  return {
    begin(theta) {
      numbers.fill(0, 0, layout.labels / 8);
      numbers.fill(0, layout.tiles / 8, layout.rows / 8);
      numbers[layout.theta / 8] = theta[0]!;
      place(layout.theta + doubles.PAIR, width).set(theta.subarray(1));
      gain = 0;
    },
    addSlopes(rows, row) {
      answerBlock(rows, row);
      weigh(layout.errors, layout.slopes);
    },
    addCurvature(rows, row) {
      answerBlock(rows, row);
      weigh(layout.weights, layout.border);
      for (let i = 0, into = layout.tiles; i < groups; i++) {
        for (let j = 0; j <= i; j++, into += TILE_BYTES) {
          multiply(layout.rows + 8 * TILE * i, layout.rows + 8 * TILE * j, into);
        }
      }
    },
    gain: () => gain + sums[4]! + sums[5]!,
    takeSlopes(gradient) {
      gradient[0]! += sums[0]! + sums[1]!;
      place(layout.slopes, width).forEach((slope, n) => (gradient[n + 1]! += slope));
    },
    takeCurvature(curvature) {
      const size = width + 1;
      curvature[0]! += sums[2]! + sums[3]!;
      place(layout.border, width).forEach((sum, n) => (curvature[(n + 1) * size]! += sum));
      for (let row = 0; row < width; row++) {
        for (let column = 0; column <= row; column++) {
          const [i, j] = [Math.floor(row / TILE), Math.floor(column / TILE)];
          const tile = layout.tiles / 8 + ((i * (i + 1)) / 2 + j) * TILE * TILE;
          const inTile = (row % TILE) * TILE + (column % TILE);
          curvature[(row + 1) * size + column + 1]! += numbers[tile + inTile]!;
        }
      }
    },
  };
}

const { get, set } = wasm;
const ZERO = wasm.smallConstant(0);
const setTo = (local: number, value: readonly number[]) => [...value, ...set(local)];
const advance = (local: number, bytes: number) => [
  ...[...get(local), ...wasm.constant(bytes), wasm.I32_ADD],
  ...set(local),
];
const addTo = (sum: number, value: readonly number[]) => setTo(sum, doubles.plus(get(sum), value));

/** Computes each row's error and weight, and the sums of both and of the log-likelihood. */
function answerCode(layout: Layout): wasm.KernelCode {
  const { chunks, theta, rowBytes, rows, errors } = layout;
  const [ROW, AT, LEFT, SUM] = [0, 1, 2, 3];
  const logit = [
    ...setTo(SUM, doubles.load(ZERO, theta)),
    ...Array.from({ length: chunks }, (_, n) => n * doubles.PAIR).flatMap((offset) => {
      const weights = doubles.load(ZERO, theta + doubles.PAIR + offset);
      return addTo(SUM, doubles.times(weights, doubles.load(get(ROW), rows + offset)));
    }),
    ...doubles.storeSum(get(AT), errors, get(SUM)),
    ...[...advance(ROW, rowBytes), ...advance(AT, 8), ...wasm.countDown(LEFT)],
  ];
  const code = [
    ...setTo(LEFT, wasm.constant(BLOCK_ROWS)),
    ...wasm.loop(logit),
    ...errorsCode(layout, { AT, LEFT, first: SUM }),
  ];
  return { parameters: 0, locals: { i32: 3, v128: 10 }, code };
}

/** 1 / 12!, …, 1 / 1!, 1: further terms of e^x with |x| ≤ ln 2 / 2 are below rounding. */
const EXP_TERMS = Array.from({ length: 13 }, (_, n) => n).map((n) => {
  let product = 1;
  for (let factor = 2; factor <= 12 - n; factor++) product *= factor;
  return 1 / product;
});
/** Adding it leaves the rounded integer plus 1023 in the lowest bits. */
const ROUNDER = 1.5 * 2 ** 52 + 1023;
/** The first ends in zeros, so that its product with an integer is exact. */
const LN_2 = [0.69314718036912381649, 1.90821492927058770002e-10] as const;

function errorsCode(layout: Layout, { AT, LEFT, first }: Record<"AT" | "LEFT" | "first", number>) {
  const { sums, labels, errors, weights } = layout;
  const [SIGN, SIGNED, X, BITS, ODDS, SHARE] = [0, 1, 2, 3, 4, 5].map((n) => first + n) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const totals = [0, 1, 2, 3].map((n) => first + 6 + n);
  const [ERRORS, WEIGHTS, WRONG, PRODUCT] = totals as [number, number, number, number];
  const one = doubles.both(1);
  const label = doubles.load(get(AT), labels);
  const whole = doubles.minus(get(BITS), doubles.both(ROUNDER));
  const rest = LN_2.reduce<readonly number[]>(
    (left, part) => doubles.minus(left, doubles.times(whole, doubles.both(part))),
    get(X),
  );
  const series = EXP_TERMS.slice(1).reduce<readonly number[]>(
    (sum, term) => doubles.plus(doubles.times(sum, get(X)), doubles.both(term)),
    doubles.both(EXP_TERMS[0]!),
  );
  const missed = doubles.times(get(ODDS), get(SHARE));
  const twoRows = [
    ...setTo(SIGN, doubles.minus(doubles.plus(label, label), one)),
    ...setTo(SIGNED, doubles.times(get(SIGN), doubles.load(get(AT), errors))),
    // odds = e^−|signed logit|, as 2^whole × e^rest; underflows below e^−708.
    ...setTo(
      X,
      doubles.negative(doubles.minOfDoubles(doubles.magnitude(get(SIGNED)), doubles.both(708))),
    ),
    ...setTo(
      BITS,
      doubles.plus(doubles.times(get(X), doubles.both(Math.LOG2E)), doubles.both(ROUNDER)),
    ),
    ...setTo(X, rest),
    ...setTo(ODDS, doubles.times(series, doubles.powerOfLowestBits(get(BITS)))),
    ...setTo(SHARE, doubles.over(one, doubles.plus(one, get(ODDS)))),
    ...addTo(WRONG, doubles.minOfDoubles(get(SIGNED), doubles.both(0))),
    ...setTo(PRODUCT, doubles.times(get(PRODUCT), doubles.plus(one, get(ODDS)))),
    ...setTo(X, doubles.times(missed, get(SHARE))),
    ...doubles.store(get(AT), weights, get(X)),
    ...addTo(WEIGHTS, get(X)),
    ...setTo(X, doubles.selectIfAtLeast(get(SIGNED), doubles.both(0), missed, get(SHARE))),
    ...setTo(X, doubles.times(get(SIGN), get(X))),
    ...doubles.store(get(AT), errors, get(X)),
    ...addTo(ERRORS, get(X)),
    ...[...advance(AT, doubles.PAIR), ...wasm.countDown(LEFT)],
  ];
  return [
    ...totals.flatMap((total, n) => setTo(total, doubles.load(ZERO, sums + n * doubles.PAIR))),
    ...setTo(PRODUCT, one),
    ...[...setTo(AT, ZERO), ...setTo(LEFT, wasm.constant(BLOCK_ROWS / 2))],
    ...wasm.loop(twoRows),
    ...totals.flatMap((total, n) => doubles.store(ZERO, sums + n * doubles.PAIR, get(total))),
  ];
}

/** Number of sums kept in registers, of 16. */
const SUMS_AT_ONCE = 10;

/** Parameters: the address of one number per row, and of the weighted sum of rows. */
function weighCode({ chunks, rows, rowBytes }: Layout): wasm.KernelCode {
  const [NUMBERS, INTO, ROW, AT, LEFT, NUMBER] = [0, 1, 2, 3, 4, 5];
  const code: number[] = [];
  for (let from = 0; from < chunks; from += SUMS_AT_ONCE) {
    const parts = Array.from({ length: Math.min(SUMS_AT_ONCE, chunks - from) }, (_, n) => ({
      sum: NUMBER + 1 + n,
      offset: (from + n) * doubles.PAIR,
    }));
    code.push(
      ...parts.flatMap(({ sum, offset }) => setTo(sum, doubles.load(get(INTO), offset))),
      ...[...setTo(ROW, ZERO), ...setTo(AT, get(NUMBERS))],
      ...setTo(LEFT, wasm.constant(BLOCK_ROWS)),
      ...wasm.loop([
        ...setTo(NUMBER, doubles.loadTwice(get(AT), 0)),
        ...parts.flatMap(({ sum, offset }) =>
          addTo(sum, doubles.times(get(NUMBER), doubles.load(get(ROW), rows + offset))),
        ),
        ...[...advance(ROW, rowBytes), ...advance(AT, 8), ...wasm.countDown(LEFT)],
      ]),
      ...parts.flatMap(({ sum, offset }) => doubles.store(get(INTO), offset, get(sum))),
    );
  }
  return { parameters: 2, locals: { i32: 3, v128: 1 + SUMS_AT_ONCE }, code };
}

/** Parameters: four features of the first row, four others, and the tile that accumulates Σ weight × i × j. */
function multiplyCode({ rowBytes, weights }: Layout): wasm.KernelCode {
  const [I, J, INTO, AT, LEFT, WEIGHTED] = [0, 1, 2, 3, 4, 5];
  const sums = Array.from({ length: 2 * TILE }, (_, n) => WEIGHTED + 2 + n);
  const pairs = [0, 1];
  const weight = doubles.loadTwice(get(AT), weights);
  const code = [
    ...sums.flatMap((sum, n) => setTo(sum, doubles.load(get(INTO), n * doubles.PAIR))),
    ...[...setTo(AT, ZERO), ...setTo(LEFT, wasm.constant(BLOCK_ROWS))],
    ...wasm.loop([
      ...pairs.flatMap((n) =>
        setTo(WEIGHTED + n, doubles.times(weight, doubles.load(get(J), n * doubles.PAIR))),
      ),
      ...sums.flatMap((sum, n) =>
        addTo(sum, doubles.times(doubles.loadTwice(get(I), 8 * (n >> 1)), get(WEIGHTED + (n & 1)))),
      ),
      ...[...advance(I, rowBytes), ...advance(J, rowBytes), ...advance(AT, 8)],
      ...wasm.countDown(LEFT),
    ]),
    ...sums.flatMap((sum, n) => doubles.store(get(INTO), n * doubles.PAIR, get(sum))),
  ];
  return { parameters: 3, locals: { i32: 2, v128: 2 + sums.length }, code };
}
