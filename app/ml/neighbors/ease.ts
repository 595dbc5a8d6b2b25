import type { ProductWeights } from "./product-neighbors";
import { BLOCK, createBlockMatrices, type BlockMatrices } from "../matrices/row-products-wasm";
import type { SparseMatrix } from "../matrices/sparse-matrix";
import { addScore, type SparseScores } from "../matrices/sparse-scores";

/** Maximum catalog size; a larger one takes too much time and memory. */
export const MAX_EASE_PRODUCTS = 5000;

export interface Ease {
  readonly products: number;
  /** Products × products, row-major: what a product of the history (row) adds to another's score. */
  readonly weights: Float32Array;
}

/**
 * Fits a linear model that predicts each product from all others of a profile, in closed form (EASE): B = I − P ×
 * diag(1 / diag P) with P = (XᵀX + lambda × I)⁻¹, whose diagonal is 0. Unlike with neighbors, products that are
 * explained by others lose weight, even below 0.
 *
 * The inverse uses a blocked Cholesky decomposition in single precision, which is enough because lambda bounds the
 * condition number.
 *
 * - H. Steck. Embarrassingly shallow autoencoders for sparse data. WWW 2019.
 *   doi:10.1145/3308558.3313710
 *
 * Cost: time O(Σ over profiles of (products per profile)² + products³ / 2), memory 12 × products²
 * bytes while fitting (300 MB for 5,000 products), a third of it for the model; `solveEase` takes 8 × products².
 *
 * @param interactions profiles × products; entry = interest weight
 * @param lambda > 0; larger values reduce the influence of few profiles
 * @throws RangeError beyond 5,000 products
 */
export function fitEase(interactions: SparseMatrix, lambda: number): Ease {
  const products = interactions.columns;
  const weightOf = solveEase(interactions, lambda);
  const weights = new Float32Array(products * products);
  for (let row = 0; row < products; row++) {
    for (let other = 0; other < products; other++) {
      weights[row * products + other] = weightOf(row, other);
    }
  }
  return { products, weights };
}

/**
 * The same without a copy of all weights.
 * @returns what a product of the history adds to another's score, read from the inverse
 */
export function solveEase(
  interactions: SparseMatrix,
  lambda: number,
): (product: number, other: number) => number {
  const products = interactions.columns;
  if (products > MAX_EASE_PRODUCTS) {
    throw new RangeError(`EASE takes ${MAX_EASE_PRODUCTS} products at most, not ${products}.`);
  }
  if (!(lambda > 0)) throw new RangeError("EASE needs a lambda above 0.");
  const blocks = createBlockMatrices(2, products);
  addGram(blocks, interactions, lambda);
  factor(blocks);
  invertFactor(blocks);
  multiplyInverses(blocks);
  const { size } = blocks;
  const negative = blocks.matrices[FACTOR]!;
  return (product, other) => {
    if (product === other) return 0;
    const value = negative[Math.max(product, other) * size + Math.min(product, other)]!;
    return value / -negative[other * size + other]!;
  };
}

/** Adds the scores of a history to `into`: Σ over its products of weight × row, possibly below 0. Cost: O(history × products). */
export function scoreByEase(
  { products, weights }: Ease,
  history: ProductWeights,
  into: SparseScores,
): void {
  const { values, isSet } = into;
  for (let n = 0; n < history.products.length; n++) {
    const weight = history.weights[n]!;
    const start = history.products[n]! * products;
    if (!(weight > 0)) continue;
    for (let product = 0; product < products; product++) {
      values[product]! += weight * weights[start + product]!;
    }
  }
  for (let product = 0; product < products; product++) {
    if (isSet[product] === 0 && values[product] !== 0) addScore(into, product, 0);
  }
}

/** The matrices by content: the Gram matrix, then its factor and finally its negative inverse; and the factor's inverse. */
const FACTOR = 0;
const INVERSE = 1;

/** Writes XᵀX + lambda × I; padding rows of the last block are identity rows. */
function addGram({ size, matrices }: BlockMatrices, x: SparseMatrix, lambda: number): void {
  const gram = matrices[FACTOR]!;
  for (let row = 0; row < x.rows; row++) {
    const end = x.offsets[row + 1]!;
    for (let at = x.offsets[row]!; at < end; at++) {
      const start = x.indices[at]! * size;
      for (let to = x.offsets[row]!; to <= at; to++) {
        gram[start + x.indices[to]!]! += x.values[at]! * x.values[to]!;
      }
    }
  }
  for (let n = 0; n < size; n++) gram[n * size + n]! += n < x.columns ? lambda : 1;
}

/** L with L Lᵀ = the lower triangle, in place. */
function factor(blocks: BlockMatrices): void {
  const { size } = blocks;
  const lower = blocks.matrices[FACTOR]!;
  for (let column = 0; column < size; column += BLOCK) {
    for (let row = column; row < size; row += BLOCK) {
      const product = { into: FACTOR, of: [FACTOR, FACTOR] as const, row, column };
      blocks.subtractRowProducts({ ...product, from: 0, to: column });
    }
    for (let row = column; row < size; row++) {
      for (let at = column; at <= Math.min(row, column + BLOCK - 1); at++) {
        let sum = lower[row * size + at]!;
        for (let n = column; n < at; n++) sum -= lower[row * size + n]! * lower[at * size + n]!;
        lower[row * size + at] = at === row ? Math.sqrt(sum) : sum / lower[at * size + at]!;
      }
    }
  }
}

/** W with W = (L⁻¹)ᵀ, so that its rows can be multiplied with those of later products. */
function invertFactor(blocks: BlockMatrices): void {
  const { size } = blocks;
  const [lower, inverse] = [blocks.matrices[FACTOR]!, blocks.matrices[INVERSE]!];
  for (let column = 0; column < size; column += BLOCK) {
    for (let row = 0; row <= column; row += BLOCK) {
      const product = { into: INVERSE, of: [INVERSE, FACTOR] as const, row, column };
      blocks.subtractRowProducts({ ...product, from: row, to: column });
    }
    for (let row = 0; row < column + BLOCK; row++) {
      for (let at = Math.max(row, column); at < column + BLOCK; at++) {
        let sum = row === at ? 1 : inverse[row * size + at]!;
        for (let n = Math.max(row, column); n < at; n++) {
          sum -= lower[at * size + n]! * inverse[row * size + n]!;
        }
        inverse[row * size + at] = sum / lower[at * size + at]!;
      }
    }
  }
}

/** Minus W Wᵀ, the full inverse, into the lower triangle. */
function multiplyInverses(blocks: BlockMatrices): void {
  const { size } = blocks;
  blocks.matrices[FACTOR]!.fill(0);
  for (let row = 0; row < size; row += BLOCK) {
    for (let column = 0; column <= row; column += BLOCK) {
      const product = { into: FACTOR, of: [INVERSE, INVERSE] as const, row, column };
      blocks.subtractRowProducts({ ...product, from: row, to: size });
    }
  }
}
