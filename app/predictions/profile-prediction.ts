import type { Grade } from "./prediction";

/** Why a score is as it is: one of its parts, for people to read. */
export interface ShownReason {
  /** One sentence without a full stop, such as "Last ordered 12 days ago". */
  readonly text: string;
  readonly direction: "raises" | "lowers";
  /** Share in [0, 1] of all that moves the score away from the typical customer's. */
  readonly share: number;
}

/** A number with its interval, in which it lies in 80 of 100 cases. */
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
  /** One sentence on who they are. */
  readonly about: string;
  readonly grade: Grade;
  readonly reasons: readonly ShownReason[];
}

/** What a profile is likely to do, for its page. Instants are ISO 8601, money is in minor units. */
export interface ProfilePrediction {
  readonly profileId: string;
  readonly computedAt: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly grade: Grade;
  /** What the grade rests on, and what would raise it. */
  readonly gradeWords: string;
  /** Chance in [0, 1] of an order within so many days. */
  readonly intent: readonly (ShownScore & { readonly days: number })[];
  /** Chance in [0, 1] of no order within so many days; null of one who never ordered. */
  readonly churn: (ShownScore & { readonly days: number }) | null;
  /** Of the next 12 months. */
  readonly value: ShownScore;
  readonly expectedOrders: number;
  /** If an order comes: the instants between which it does; null of one who never ordered. */
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
    /** Such as "Reacts most around 19:00", or how much more is needed before that can be said. */
    readonly words: string;
    readonly grade: Grade;
  };
  readonly tolerance: {
    readonly emailsPer28Days: number | null;
    readonly words: string;
    readonly grade: Grade;
  };
}
