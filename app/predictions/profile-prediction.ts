import type { Grade } from "./prediction";

/** A reason for a score, as text. */
export interface ShownReason {
  /** One sentence without a full stop, such as "Last ordered 12 days ago". */
  readonly text: string;
  readonly direction: "raises" | "lowers";
  /** Share in [0, 1] of the total deviation from the typical customer's score. */
  readonly share: number;
}

/** A number with its 80% interval. */
export interface ShownScore {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly grade: Grade;
  /** The three strongest, strongest first. */
  readonly reasons: readonly ShownReason[];
}

interface ShownGroup {
  readonly key: string;
  /** Such as "Loyal regulars". */
  readonly name: string;
  /** One sentence about the group. */
  readonly about: string;
  readonly grade: Grade;
  readonly reasons: readonly ShownReason[];
}

/** A profile's predictions for its page. Instants are ISO 8601, money is in minor units. */
export interface ProfilePrediction {
  readonly profileId: string;
  readonly computedAt: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly grade: Grade;
  /** The basis of the grade, and what would raise it. */
  readonly gradeWords: string;
  /** Probability in [0, 1] of an order within this many days. */
  readonly intent: readonly (ShownScore & { readonly days: number })[];
  /** Probability in [0, 1] of no order within this many days; null without any order. */
  readonly churn: (ShownScore & { readonly days: number }) | null;
  /** Over the next 12 months. */
  readonly value: ShownScore;
  readonly expectedOrders: number;
  /** If an order comes: its earliest and latest time; null without any order. */
  readonly nextOrder:
    | (Omit<ShownScore, "value" | "low" | "high"> & {
        readonly at: string;
        readonly from: string;
        readonly to: string;
      })
    | null;
  readonly group: ShownGroup;
  readonly bestHour: {
    readonly hour: number | null;
    /** Such as "Reacts most around 19:00", or how much more data is needed. */
    readonly words: string;
    readonly grade: Grade;
  };
  readonly tolerance: {
    readonly emailsPer28Days: number | null;
    readonly words: string;
    readonly grade: Grade;
  };
}
