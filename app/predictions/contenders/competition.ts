import type { Snapshot } from "~/ml/customers/customer-features";
import type { Missing } from "../quality";
import type { ComparedPrediction, WinnerSetting } from "../selection";

/** A window with an outcome for each customer. */
export interface OutcomeWindow {
  /** The first day, and the number of days. */
  readonly day: number;
  readonly horizonDays: number;
  /** One entry per row. */
  readonly customers: Int32Array;
}

/** A held-out window, and the windows that ended before it, youngest first. */
export interface Fold<Window = Snapshot> {
  readonly held: Window;
  readonly earlier: readonly Window[];
}

/** The forecasts of one model for a held-out window. */
export interface FoldForecast<Values = Float64Array> {
  readonly values: Values;
  /** Number of features it chose; null without a choice. */
  readonly features: number | null;
  readonly parameters: Readonly<Record<string, number>>;
  readonly tried: number;
}

/** One model of a fold, to be fitted to the earlier windows alone. */
export interface FoldModel<Window = Snapshot, Values = Float64Array> {
  readonly name: string;
  readonly forecast: (fold: Fold<Window>) => FoldForecast<Values>;
}

/** What is predicted, by which models, and what an error costs. */
export interface Competition<Window extends OutcomeWindow, Values> {
  readonly prediction: ComparedPrediction;
  readonly days: number;
  /** Youngest first; they may overlap. */
  readonly windows: readonly Window[];
  /** Whether a window can be learned from and held out. */
  readonly hasExamples: (window: Window) => boolean;
  /** What is missing if no window can be held out. */
  readonly missing: () => Missing;
  /** The model in use; its forecast is null where it lacks data, and then the window is not held out. */
  readonly base: {
    readonly name: string;
    readonly forecast: (fold: Fold<Window>) => FoldForecast<Values> | null;
  };
  readonly contenders: readonly FoldModel<Window, Values>[];
  /** The contenders whose scores have exact reasons: only these can be used. */
  readonly explained: ReadonlySet<string>;
  /** The loss of each row once the forecasts are moved to the level of the window. */
  readonly lossesOf: (held: Window, values: Values) => Float64Array;
  /** Such as { auc: .74 }, of the forecasts as they are. */
  readonly metricsOf: (held: Window, values: Values) => Readonly<Record<string, number>>;
  /** The setting of a winner by all windows. */
  readonly settingOf: (name: string) => WinnerSetting | null;
}

export const UNCHOSEN = { features: null, parameters: {}, tried: 1 } as const;
