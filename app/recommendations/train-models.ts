import type { TrainingProgress } from "~/jobs/training/training-run";
import { fitModels, type FitModelsInput, type RecommendationModels } from "./models/fit-models";

/** All that a shop's training does, as the thread runs it. */
export function trainModels(
  input: FitModelsInput,
  report: (progress: TrainingProgress) => void,
): RecommendationModels {
  report({ step: "Learning what is bought together", doneRatio: 0.1 });
  return fitModels(input);
}
