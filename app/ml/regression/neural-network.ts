import type { RandomNumbers } from "../numerics/random";
import type { LabeledRows } from "./logistic-slopes";

/** One hidden layer of tanh units. Plain values, so that a fitted network can be stored. */
export interface NeuralNetwork {
  readonly width: number;
  readonly units: number;
  /** Of each unit its bias and one weight per feature, then the bias of the output and one weight per unit. */
  readonly weights: Float64Array;
}

export interface NetworkOptions {
  readonly units: number;
  /** How often all rows are seen. */
  readonly epochs: number;
  /** L2 penalty on all weights but biases, relative to the mean loss of a row. */
  readonly penalty: number;
}

const BATCH = 64;
const ADAM = { rate: 0.01, first: 0.9, second: 0.999, least: 1e-8 };

/**
 * Fits the log loss by stochastic gradients, in batches of 64 rows in random order. The steps shrink to 0 in the end.
 *
 * - D. Rumelhart, G. Hinton, R. Williams. Learning representations by back-propagating errors. Nature 323, 1986.
 *   doi:10.1038/323533a0
 * - D. Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015. arXiv:1412.6980
 *
 * Cost: O(epochs × rows × units × width).
 *
 * @param rows with standardized features
 */
export function fitNeuralNetwork(
  rows: LabeledRows,
  { units, epochs, penalty }: NetworkOptions,
  random: RandomNumbers,
): NeuralNetwork {
  const { width } = rows;
  const count = rows.labels.length;
  const reach = Math.sqrt(3 / (width + 1));
  const weights = Float64Array.from(
    { length: units * (width + 2) + 1 },
    () => (2 * random.nextFloat() - 1) * reach,
  );
  const network: NeuralNetwork = { width, units, weights };
  const order = Int32Array.from({ length: count }, (_, row) => row);
  const mean = new Float64Array(weights.length);
  const square = new Float64Array(weights.length);
  const batches = Math.ceil(count / BATCH);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let batch = 0; batch < batches; batch++) {
      const seen = order.subarray(batch * BATCH, (batch + 1) * BATCH);
      const { gradient } = networkLoss(network, rows, seen, penalty);
      step++;
      const rate = ADAM.rate * (1 - step / (epochs * batches));
      const scale = (rate * Math.sqrt(1 - ADAM.second ** step)) / (1 - ADAM.first ** step);
      for (let n = 0; n < weights.length; n++) {
        const slope = gradient[n]!;
        mean[n] = ADAM.first * mean[n]! + (1 - ADAM.first) * slope;
        square[n] = ADAM.second * square[n]! + (1 - ADAM.second) * slope ** 2;
        weights[n]! -= (scale * mean[n]!) / (Math.sqrt(square[n]!) + ADAM.least);
      }
    }
  }
  return network;
}

/** The mean log loss of some rows with the penalty, and its gradient by all weights. Cost: O(rows × units × width). */
export function networkLoss(
  { width, units, weights }: NeuralNetwork,
  { features, labels }: LabeledRows,
  rows: ArrayLike<number>,
  penalty: number,
): { readonly value: number; readonly gradient: Float64Array } {
  const gradient = new Float64Array(weights.length);
  const hidden = new Float64Array(units);
  const output = units * (width + 1);
  let value = 0;
  for (let n = 0; n < rows.length; n++) {
    const start = rows[n]! * width;
    const logit = forward({ width, units, weights }, features, start, hidden);
    const label = labels[rows[n]!]!;
    const signed = label === 1 ? logit : -logit;
    value += (Math.max(0, -signed) + Math.log1p(Math.exp(-Math.abs(signed)))) / rows.length;
    const error = (1 / (1 + Math.exp(-logit)) - label) / rows.length;
    gradient[output]! += error;
    for (let unit = 0; unit < units; unit++) {
      gradient[output + 1 + unit]! += error * hidden[unit]!;
      const slope = error * weights[output + 1 + unit]! * (1 - hidden[unit]! ** 2);
      const at = unit * (width + 1);
      gradient[at]! += slope;
      for (let m = 0; m < width; m++) gradient[at + 1 + m]! += slope * features[start + m]!;
    }
  }
  for (let n = 0; n < weights.length; n++) {
    const isBias = n < output ? n % (width + 1) === 0 : n === output;
    if (isBias) continue;
    value += (penalty / 2) * weights[n]! ** 2;
    gradient[n]! += penalty * weights[n]!;
  }
  return { value, gradient };
}

/** The logit of a row that begins at `start`. */
export function scoreNetwork(
  network: NeuralNetwork,
  features: Float64Array,
  start: number,
): number {
  return forward(network, features, start, new Float64Array(network.units));
}

function forward(
  { width, units, weights }: NeuralNetwork,
  features: Float64Array,
  start: number,
  hidden: Float64Array,
): number {
  const output = units * (width + 1);
  let logit = weights[output]!;
  for (let unit = 0; unit < units; unit++) {
    const at = unit * (width + 1);
    let sum = weights[at]!;
    for (let m = 0; m < width; m++) sum += weights[at + 1 + m]! * features[start + m]!;
    hidden[unit] = Math.tanh(sum);
    logit += weights[output + 1 + unit]! * hidden[unit]!;
  }
  return logit;
}

function shuffle(order: Int32Array, random: RandomNumbers): void {
  for (let n = order.length - 1; n > 0; n--) {
    const other = random.nextInteger(n + 1);
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
}
