/**
 * Every fit that runs in a thread of its own, by the kind of model that it makes. Loaded when it is
 * asked for, so that a thread holds the code of one.
 */
export const FITS = {
  predictions: async () => (await import("~/predictions/train-models")).trainPredictionModels,
  recommendations: async () =>
    (await import("~/recommendations/train-models")).trainRecommendationModels,
};

export type TrainingKind = keyof typeof FITS;
type FitOf<K extends TrainingKind> = Awaited<ReturnType<(typeof FITS)[K]>>;
export type FitInput<K extends TrainingKind> = Parameters<FitOf<K>>[0];
export type FitOutput<K extends TrainingKind> = ReturnType<FitOf<K>>;
