import type { Competition, OutcomeWindow } from "~/predictions/contenders/competition";
import { selectContenders } from "~/predictions/contenders/select-contenders";
import type { Measured } from "../call";

/** The product's comparison of a prediction with other methods, with its time. */
export function measureSelection<Window extends OutcomeWindow>(
  competition: Competition<Window, Float64Array>,
): Measured {
  const before = process.cpuUsage();
  const { days, folds, contenders, winner, missing } = selectContenders(competition);
  const { user, system } = process.cpuUsage(before);
  return {
    cpuSeconds: (user + system) / 1e6,
    days,
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
