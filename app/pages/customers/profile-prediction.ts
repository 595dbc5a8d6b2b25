import type { EmailHabit } from "~/predictions/email-habit";
import type { ShopGroupKey } from "~/predictions/group-prototypes";
import type { Predicted, PredictedUnit } from "~/predictions/predicted-values";
import type { Grade, ScoreContribution } from "~/predictions/prediction";

/** A reason for a score. */
export interface ShownReason extends Pick<ScoreContribution, "feature" | "value"> {
  readonly direction: "raises" | "lowers";
  /** Share in [0, 1] of the total deviation from the typical customer's score. */
  readonly share: number;
}

/** A predicted value: a number in its unit (an instant in milliseconds since 1970). */
export interface ShownScore {
  readonly predicted: Predicted;
  readonly unit: PredictedUnit;
  /** null: unknown, and `habit` has the reason. */
  readonly value: number | null;
  /** Of values about email only. */
  readonly habit: EmailHabit | null;
  /** The 80% interval; null where it is unknown. */
  readonly range: readonly [low: number, high: number] | null;
  readonly grade: Grade;
  /** The three strongest, strongest first. */
  readonly reasons: readonly ShownReason[];
}

interface ShownGroup {
  readonly key: ShopGroupKey;
  readonly grade: Grade;
  readonly reasons: readonly ShownReason[];
}

/** A profile's predictions for its page. */
export interface ProfilePrediction {
  /** ISO 8601 */
  readonly computedAt: string;
  readonly currency: string;
  readonly grade: Grade;
  /** Those that apply to the profile. */
  readonly scores: readonly ShownScore[];
  readonly group: ShownGroup;
}
