import { applyIsotonic, applyPlatt, fitIsotonic, fitPlatt } from "~/ml/regression/calibration";
import { fitLogisticByLbfgs } from "~/ml/regression/logistic-lbfgs";
import { fitLogistic, predictLogistic } from "~/ml/regression/logistic-regression";
import type { LabeledRows } from "~/ml/regression/logistic-slopes";
import { predictorContract } from "../contracts/predictor-contract";

predictorContract("logistic", (rows) => {
  const { theta } = fitLogistic(rows, 1);
  return (features, row) => predictLogistic(theta, features, row);
});

predictorContract("logistic L-BFGS", (rows) => {
  const { theta } = fitLogisticByLbfgs(rows, 1);
  return (features, row) => predictLogistic(theta, features, row);
});

predictorContract("logistic, calibrated by Platt's numbers,", (rows) => {
  const { theta, chances } = fitted(rows);
  const shift = fitPlatt({ chances, labels: rows.labels });
  return (features, row) => applyPlatt(shift, predictLogistic(theta, features, row));
});

predictorContract("logistic, calibrated by isotonic steps,", (rows) => {
  const { theta, chances } = fitted(rows);
  const steps = fitIsotonic({ chances, labels: rows.labels });
  return (features, row) => applyIsotonic(steps, predictLogistic(theta, features, row));
});

function fitted(rows: LabeledRows) {
  const { theta } = fitLogistic(rows, 1);
  const chances = Float64Array.from(rows.labels, (_, row) =>
    predictLogistic(theta, rows.features, row),
  );
  return { theta, chances };
}
