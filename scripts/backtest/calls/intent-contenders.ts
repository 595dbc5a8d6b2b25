import type { Snapshot } from "~/ml/customers/customer-features";
import { INTENT_RIVALS, intentCompetition } from "~/predictions/contenders/intent-contenders";
import { selectContenders } from "~/predictions/contenders/select-contenders";
import type { HorizonWindows } from "~/predictions/models/intent";
import type { Measured } from "../call";

/** Each contender's forecasts for the test window, with what it chose and its time. */
export function forecastByContenders(earlier: readonly Snapshot[], held: Snapshot) {
  // The call forecasts by BG/NBD with or without contenders.
  return INTENT_RIVALS.filter(({ name }) => name !== "bg_nbd").map(({ name, forecast }) => {
    const before = process.cpuUsage();
    const { values, features, parameters, tried } = forecast({ held, earlier });
    const { user, system } = process.cpuUsage(before);
    const chosen: Measured = {
      features,
      ...parameters,
      tried,
      cpuSeconds: (user + system) / 1e6,
    };
    return { name, chances: values, chosen };
  });
}

/** The product's selection before the test window, with its time. */
export function selectBeforeTest(horizon: HorizonWindows): Measured {
  const before = process.cpuUsage();
  const { folds, contenders, winner, missing } = selectContenders(intentCompetition(horizon));
  const { user, system } = process.cpuUsage(before);
  return {
    cpuSeconds: (user + system) / 1e6,
    missing: missing?.what ?? null,
    winner: winner?.name ?? null,
    folds: folds.map(({ customers }) => ({ customers })),
    contenders: Object.fromEntries(
      contenders.map(({ name, metrics, gain, error, verdict }) => [
        name,
        { ...metrics, gain, error, verdict },
      ]),
    ),
  };
}
