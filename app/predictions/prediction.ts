import { z } from "zod";

/** How much a number rests on: from the profile's own habits (A) to what is usual in the shop (D). */
export const GRADES = ["A", "B", "C", "D"] as const;
export type Grade = (typeof GRADES)[number];

/** The horizons of purchase intent, in days. */
export const INTENT_DAYS = [7, 30, 90] as const;

/** One part of a score, on the scale of its model. Positive parts raise the score. */
export const ScoreContribution = z.object({
  feature: z.string(),
  /** The profile's own value of the feature, in the feature's unit: words/feature-words.ts. */
  value: z.number(),
  part: z.number(),
});
export type ScoreContribution = z.infer<typeof ScoreContribution>;

/** Base, parts and rest add up to the score on the model's scale, before it is calibrated. */
export const Explanation = z.object({
  /** Of the typical customer. */
  base: z.number(),
  /** The three strongest, strongest first. */
  strongest: z.array(ScoreContribution).max(3),
  /** All others together. */
  rest: z.number(),
});
export type Explanation = z.infer<typeof Explanation>;

/** A number with the interval that is to hold it in 80 of 100 cases. */
export const Score = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  grade: z.enum(GRADES),
  explanation: Explanation,
});
export type Score = z.infer<typeof Score>;

/** The customer group, with how the profile compares with the shop's typical customer. */
const GroupScore = z.object({
  key: z.string(),
  grade: z.enum(GRADES),
  explanation: Explanation,
});

/** An hour of the shop's day, and by how much more of the emails are answered then than at others. */
const HourScore = z.object({
  hour: z.number().int().min(0).max(23),
  gain: z.number(),
  low: z.number(),
  high: z.number(),
  grade: z.enum(GRADES),
});

/** Emails per 28 days that keep the chance of losing the reader small. */
const ToleranceScore = z.object({
  emailsPer28Days: z.number().int().min(0),
  /** Chance in [0, 1] of an unsubscribe or a complaint over one email, with its interval. */
  lossRate: z.number(),
  low: z.number(),
  high: z.number(),
  grade: z.enum(GRADES),
});

/** Column `prediction.detail`: what the other columns say, with intervals and reasons. */
export const PredictionDetail = z.object({
  /** Chances in [0, 1], one for each of `INTENT_DAYS`. */
  intent: z.array(Score.extend({ days: z.number() })),
  /** Chance in [0, 1] of no order within `days`; null of one who never ordered. */
  churn: Score.extend({ days: z.number() }).nullable(),
  /** Minor units of the shop's currency, of the next 12 months. */
  value: Score,
  /** Days from `computedAt`, if an order comes; null of one who never ordered. */
  nextOrder: Score.nullable(),
  group: GroupScore,
  bestHour: HourScore.nullable(),
  tolerance: ToleranceScore.nullable(),
});
export type PredictionDetail = z.infer<typeof PredictionDetail>;

/** One profile's row. */
export interface Prediction {
  readonly profileId: string;
  readonly computedAt: Date;
  readonly grade: Grade;
  /** In the next 12 months. */
  readonly expectedOrders: number;
  readonly detail: PredictionDetail;
}
