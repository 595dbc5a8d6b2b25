/** All fits that run in a thread, by name. Loaded on demand, so that a thread only loads its own code. */
export const FITS = {
  predictions: async () =>
    (await import("./predictions/training/train-models")).trainPredictionModels,
  contenders: async () => (await import("./predictions/contenders/compare-models")).compareModels,
  recommendations: async () => (await import("./recommendations/models/train-shop")).trainShop,
};

export type FitName = keyof typeof FITS;
/** The fits that shops request and that are scheduled: the contenders are a part of training the predictions. */
export type TrainingKind = Exclude<FitName, "contenders">;
type FitOf<K extends FitName> = Awaited<ReturnType<(typeof FITS)[K]>>;
export type FitInput<K extends FitName> = Parameters<FitOf<K>>[0];
export type FitOutput<K extends FitName> = ReturnType<FitOf<K>>;
