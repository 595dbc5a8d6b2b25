import type { TrainingProgress } from "~/jobs/training/training-run";
import { selectContenders } from "../contenders/select-contenders";
import { winnersOf, type HorizonSelection } from "../selection";
import { intentWindows } from "../models/intent";
import type { TrainedPredictionModels } from "../models/shop-models";
import { drawCustomers } from "../models/windows";
import { trainPredictionModels, type TrainingInput } from "./train-models";

/** Training input: plain values that can be transferred to a thread. */
export interface ShopTrainingInput extends Omit<TrainingInput, "winners"> {
  /** The last comparison with the contenders, and whether to make a new one. */
  readonly selection: {
    readonly last: readonly HorizonSelection[] | null;
    readonly isDue: boolean;
  };
}

export interface TrainedPredictions {
  readonly models: TrainedPredictionModels;
  /** The new selection; null if none was due. */
  readonly selection: readonly HorizonSelection[] | null;
}

/** Compares the contenders of each horizon of intent if that is due, then trains all models with the winners. */
export function trainPredictions(
  { selection, ...input }: ShopTrainingInput,
  report: (progress: TrainingProgress) => void,
): TrainedPredictions {
  const selected = selection.isDue ? selectForHorizons(input, report) : null;
  const winners = winnersOf(selected ?? selection.last ?? []);
  return { models: trainPredictionModels({ ...input, winners }, report), selection: selected };
}

function selectForHorizons(
  { purchases, endDay }: Pick<TrainingInput, "purchases" | "endDay">,
  report: (progress: TrainingProgress) => void,
): HorizonSelection[] {
  const horizons = intentWindows(drawCustomers(purchases), endDay);
  return horizons.map((horizon, n) => {
    report({ step: "contenders", doneRatio: (0.05 * n) / horizons.length });
    return selectContenders(horizon);
  });
}
