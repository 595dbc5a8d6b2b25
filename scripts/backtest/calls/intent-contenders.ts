import type { Snapshot } from "~/ml/customers/customer-features";
import { BASE, FOLD_MODELS } from "~/predictions/contenders/measure-fold";
import { selectContenders } from "~/predictions/contenders/select-contenders";
import type { HorizonWindows } from "~/predictions/models/intent";
import type { Measured } from "../call";

/** The call forecasts by them with or without contenders. */
const MEASURED_ANYWAY = [BASE, "bg_nbd"];

/** Each contender's forecasts for the test window, with what it chose and its time. */
export function forecastByContenders(earlier: readonly Snapshot[], held: Snapshot) {
  return FOLD_MODELS.filter(({ name }) => !MEASURED_ANYWAY.includes(name)).map(
    ({ name, forecast }) => {
      const before = process.cpuUsage();
      const { chances, features, parameters, tried } = forecast({ held, earlier });
      const { user, system } = process.cpuUsage(before);
      const chosen: Measured = {
        features,
        ...parameters,
        tried,
        cpuSeconds: (user + system) / 1e6,
      };
      return { name, chances, chosen };
    },
  );
}

/** The product's selection before the test window, with its time. */
export function selectBeforeTest(horizon: HorizonWindows): Measured {
  const before = process.cpuUsage();
  const { folds, contenders, winner, missing } = selectContenders(horizon);
  const { user, system } = process.cpuUsage(before);
  return {
    cpuSeconds: (user + system) / 1e6,
    missing: missing?.what ?? null,
    winner: winner?.name ?? null,
    folds: folds.map(({ customers, buyers }) => ({ customers, buyers })),
    contenders: Object.fromEntries(
      contenders.map(({ name, logLoss, auc, ece, gain, error, verdict }) => [
        name,
        { logLoss, auc, ece, gain, error, verdict },
      ]),
    ),
  };
}
