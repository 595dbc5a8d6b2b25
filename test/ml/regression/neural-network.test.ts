import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { areaUnderCurve } from "~/ml/regression/classification-metrics";
import { fitNeuralNetwork, networkLoss, scoreNetwork } from "~/ml/regression/neural-network";
import { exclusiveRows } from "../trees/random-rows";

const OPTIONS = { units: 6, epochs: 60, penalty: 1e-4 };

describe("fitNeuralNetwork", () => {
  test("learns on new rows what no linear score can", () => {
    const test = exclusiveRows(500, 2);
    const network = fitNeuralNetwork(exclusiveRows(1_000), OPTIONS, createRandomNumbers(1));
    const chances = Array.from(test.labels, (_, row) =>
      scoreNetwork(network, test.features, 2 * row),
    );
    expect(areaUnderCurve({ chances, labels: test.labels })).toBeGreaterThan(0.97);
  });

  test("gives the same network for a seed", () => {
    const fit = () => fitNeuralNetwork(exclusiveRows(100), OPTIONS, createRandomNumbers(5));
    expect(fit()).toEqual(fit());
  });
});

test("the gradient of the network equals differences of its loss", () => {
  const rows = exclusiveRows(20);
  const random = createRandomNumbers(3);
  const weights = Float64Array.from({ length: 3 * 4 + 1 }, () => 2 * random.nextFloat() - 1);
  const seen = [0, 3, 7, 12];
  const lossAt = (at: Float64Array) =>
    networkLoss({ width: 2, units: 3, weights: at }, rows, seen, 0.1);
  const { gradient } = lossAt(weights);
  const step = 1e-6;
  weights.forEach((_, n) => {
    const moved = (by: number) => weights.map((value, m) => value + (m === n ? by : 0));
    const slope = (lossAt(moved(step)).value - lossAt(moved(-step)).value) / (2 * step);
    expect(gradient[n]).toBeCloseTo(slope, 7);
  });
});
