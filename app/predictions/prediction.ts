import { z } from "zod";
import type { ProfileId } from "~/lib/profile-id";

/** Data grade of a number: from the profile's own habits (A) to the shop's averages (D). */
export const GRADES = ["A", "B", "C", "D"] as const;
export type Grade = (typeof GRADES)[number];

/** The horizons of purchase intent, in days. */
export const INTENT_DAYS = [7, 30, 90] as const;

/** One part of a score, on the model's scale. Positive parts raise the score. */
export const ScoreContribution = z.object({
  feature: z.string(),
  /** The profile's own value of the feature, in the feature's unit. */
  value: z.number(),
  part: z.number(),
});
export type ScoreContribution = z.infer<typeof ScoreContribution>;

/** Base, parts and rest add up to the score on the model's scale. */
export const Explanation = z.object({
  /** The typical customer's score. */
  base: z.number(),
  /** The three strongest, strongest first. */
  strongest: z.array(ScoreContribution).max(3),
  /** The sum of all others. */
  rest: z.number(),
});
export type Explanation = z.infer<typeof Explanation>;

/** A number with its 80% interval. */
export const Score = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  grade: z.enum(GRADES),
  explanation: Explanation,
});
export type Score = z.infer<typeof Score>;

/** The customer group, with a comparison to the shop's typical customer. */
const GroupScore = z.object({
  key: z.string(),
  grade: z.enum(GRADES),
  explanation: Explanation,
});

/** An hour of the shop's day, and its gain in response rate over other hours. */
const HourScore = z.object({
  hour: z.number().int().min(0).max(23),
  gain: z.number(),
  low: z.number(),
  high: z.number(),
  grade: z.enum(GRADES),
});

/** Emails per 28 days with a low risk of unsubscribing. */
const ToleranceScore = z.object({
  emailsPer28Days: z.number().int().min(0),
  /** Probability in [0, 1] of an unsubscribe or a complaint per email, with its interval. */
  lossRate: z.number(),
  low: z.number(),
  high: z.number(),
  grade: z.enum(GRADES),
});

/** Column `prediction.detail`: the values of other columns with intervals and reasons. */
export const PredictionDetail = z.object({
  /** Probabilities in [0, 1], one per horizon of `INTENT_DAYS`. */
  intent: z.array(Score.extend({ days: z.number() })),
  /** Probability in [0, 1] of no order within `days`; null without any order. */
  churn: Score.extend({ days: z.number() }).nullable(),
  /** Minor units of the shop's currency, over the next 12 months. */
  value: Score,
  /** Over the next 12 months. */
  expectedOrders: z.number(),
  /** Days from `computedAt`, if an order comes; null without any order. */
  nextOrder: Score.nullable(),
  group: GroupScore,
  bestHour: HourScore.nullable(),
  tolerance: ToleranceScore.nullable(),
  /** How much an email raises the probability of an order within 30 days; null without evidence or without any order. */
  uplift: Score.nullable().default(null),
});
export type PredictionDetail = z.infer<typeof PredictionDetail>;

/** One profile's row. */
export interface Prediction {
  readonly profileId: ProfileId;
  readonly computedAt: Date;
  readonly grade: Grade;
  readonly detail: PredictionDetail;
}
