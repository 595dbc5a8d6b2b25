import type {
  ContenderSetting,
  DurationSetting,
  SpendingSetting,
} from "~/ml/customers/contender-settings";
import type { Missing } from "./quality";

/** Its kind of row in `model`. */
export const SELECTION_KIND = "intent_contenders";

/** The predictions that are compared with other methods, each a kind of model. */
export const COMPARED_PREDICTIONS = ["intent", "churn", "lifetime", "next_order"] as const;
export type ComparedPrediction = (typeof COMPARED_PREDICTIONS)[number];

/** A contender with its features and parameters. */
export type WinnerSetting = ContenderSetting | DurationSetting | SpendingSetting;

/** How the contenders of a prediction did on a horizon. Plain values. */
export interface ModelSelection {
  readonly prediction: ComparedPrediction;
  readonly days: number;
  /** Null with at least one fold. */
  readonly missing: Missing | null;
  /** The held-out windows, youngest first. */
  readonly folds: readonly SelectionFold[];
  /** The base model first. */
  readonly contenders: readonly MeasuredContender[];
  /** Null while the base model stays in use. */
  readonly winner: WinnerSetting | null;
}

interface SelectionFold {
  /** The first day, since 1970-01-01. */
  readonly fromDay: number;
  readonly customers: number;
}

export interface MeasuredContender {
  /** A code, such as "boosted_trees". */
  readonly name: string;
  /** Such as { logLoss: .61 }: the mean over the folds, weighted by their customers. */
  readonly metrics: Readonly<Record<string, number>>;
  /**
   * How much smaller its loss is than the base model's, both at the level of the window, with the standard error
   * between customers; 0 for the base model.
   */
  readonly gain: number;
  readonly error: number;
  /** Number of features chosen on the youngest fold; null for models without a choice. */
  readonly features: number | null;
  /** The parameters chosen on the youngest fold, by name. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Number of settings that were compared; 1 for models without a choice. */
  readonly tried: number;
  readonly verdict: ContenderVerdict;
}

export type ContenderVerdict =
  | "base"
  /** In use instead of the base model. */
  | "won"
  /** Better, but another one is better still. */
  | "better"
  /** Better, but its scores have no exact reasons. */
  | "unexplained"
  /** Better on the only held-out window: a second one has to confirm it. */
  | "unconfirmed"
  /** Not better by the required amount, or not with certainty. */
  | "not_better"
  | "worse";

/** A contender in use, its prediction and horizon. */
export interface Winner {
  readonly prediction: ComparedPrediction;
  readonly days: number;
  readonly setting: WinnerSetting;
}

export function winnersOf(selections: readonly ModelSelection[]): Winner[] {
  return selections.flatMap(({ prediction, days, winner }) =>
    winner ? [{ prediction, days, setting: winner }] : [],
  );
}

/** The setting of the winner of a prediction of chances and a horizon; null if the base model stays in use. */
export function winnerOf(
  winners: readonly Winner[],
  prediction: "intent" | "churn",
  days: number,
): ContenderSetting | null {
  const setting = winners.find((it) => it.prediction === prediction && it.days === days)?.setting;
  return setting && !isDuration(setting) && !isSpending(setting) ? setting : null;
}

/** The setting of the winner of the next order; null if the base model stays in use. */
export function durationWinnerOf(winners: readonly Winner[]): DurationSetting | null {
  const setting = winners.find(({ prediction }) => prediction === "next_order")?.setting;
  return setting && isDuration(setting) ? setting : null;
}

/** The winner of the lifetime value with the days of its windows. */
export interface SpendingWinner {
  readonly setting: SpendingSetting;
  readonly days: number;
}

/** Null if the base model of the lifetime value stays in use. */
export function spendingWinnerOf(winners: readonly Winner[]): SpendingWinner | null {
  const winner = winners.find(({ prediction }) => prediction === "lifetime");
  return winner && isSpending(winner.setting)
    ? { setting: winner.setting, days: winner.days }
    : null;
}

const isDuration = (setting: WinnerSetting): setting is DurationSetting =>
  setting.name === "log_logistic_more";

const isSpending = (setting: WinnerSetting): setting is SpendingSetting =>
  setting.name === "spending_regression";
