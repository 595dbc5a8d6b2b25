import type { ContenderSetting } from "~/ml/customers/contender-settings";
import type { Missing } from "./quality";

/** Its kind of row in `model`. */
export const SELECTION_KIND = "intent_contenders";

/** How the contenders did on a horizon of intent. Plain values. */
export interface HorizonSelection {
  readonly days: number;
  /** Null with at least one fold. */
  readonly missing: Missing | null;
  /** The held-out windows, youngest first. */
  readonly folds: readonly SelectionFold[];
  /** The base model first. */
  readonly contenders: readonly MeasuredContender[];
  /** Null while the base model stays in use. */
  readonly winner: ContenderSetting | null;
}

interface SelectionFold {
  /** The first day, since 1970-01-01. */
  readonly fromDay: number;
  readonly customers: number;
  readonly buyers: number;
}

export interface MeasuredContender {
  /** A code, such as "boosted_trees". */
  readonly name: string;
  /** Mean over the folds, weighted by their customers. */
  readonly auc: number;
  readonly logLoss: number;
  readonly ece: number;
  /**
   * How much smaller its log loss is than the base model's, both at the level of the window, with the standard error
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

/** A contender in use, and its horizon. */
export interface IntentWinner {
  readonly days: number;
  readonly setting: ContenderSetting;
}

export function winnersOf(selection: readonly HorizonSelection[]): IntentWinner[] {
  return selection.flatMap(({ days, winner }) => (winner ? [{ days, setting: winner }] : []));
}
