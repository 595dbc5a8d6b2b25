/** All fits that run in a thread, by model kind. Loaded on demand, so that a thread only loads its own code. */
export const FITS = {
  predictions: async () => (await import("./predictions/training/train-shop")).trainPredictions,
  recommendations: async () => (await import("./recommendations/models/train-shop")).trainShop,
};

export type TrainingKind = keyof typeof FITS;
type FitOf<K extends TrainingKind> = Awaited<ReturnType<(typeof FITS)[K]>>;
export type FitInput<K extends TrainingKind> = Parameters<FitOf<K>>[0];
export type FitOutput<K extends TrainingKind> = ReturnType<FitOf<K>>;
