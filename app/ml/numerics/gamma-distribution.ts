import { logGamma } from "./special-functions";

const MAX_TERMS = 10_000;
const PRECISION = 1e-14;

/**
 * P(X ≤ x) of the gamma distribution with scale 1: the regularized lower incomplete gamma function, by its series
 * below the mean and by Lentz's continued fraction above.
 *
 * - W. Press et al. Numerical Recipes, 3rd ed. 2007, section 6.2.
 *
 * @param shape above 0
 * @param x any number; 0 below 0
 * @returns in [0, 1]
 */
export function gammaCdf(shape: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  return x < shape + 1
    ? front * lowerSeries(shape, x)
    : Math.max(0, 1 - front * upperFraction(shape, x));
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > PRECISION * sum; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

function upperFraction(shape: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b || tiny);
    c = b + a / c || tiny;
    const change = d * c;
    h *= change;
    if (Math.abs(change - 1) < PRECISION) break;
  }
  return h;
}

/**
 * The x below which a gamma variable with scale 1 lies with this probability, by bisection.
 *
 * @param shape above 0
 * @param probability in (0, 1)
 */
export function gammaQuantile(shape: number, probability: number): number {
  let [low, high] = [0, shape + 1];
  while (gammaCdf(shape, high) < probability) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (gammaCdf(shape, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
