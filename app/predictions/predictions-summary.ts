import type { ShopGroupKey } from "./group-prototypes";
import type { Grade } from "./prediction";

/** The models of the stage, each a kind of row in `model`. */
export const MODEL_KINDS = [
  "intent",
  "churn",
  "lifetime",
  "next_order",
  "customer_groups",
  "behavior",
  "email_habits",
] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** A row of a back-test: a model or baseline with its results on the held-out window. */
export interface CandidateModel {
  /** Such as "Logistic regression, 14 features". */
  readonly name: string;
  readonly isChosen: boolean;
  /** Such as { auc: .74, logLoss: .61 }; each metric's words are in `metricWords`. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface ShownModel {
  readonly kind: ModelKind;
  /** Such as "Purchase intent". */
  readonly title: string;
  /** Whether it was trained on this shop's orders, or contains general defaults. */
  readonly source: "shop" | "prior";
  readonly version: number | null;
  readonly trainedAt: string | null;
  /** Number of customers in the held-out window; 0 without an evaluation. */
  readonly measuredOn: number;
  /** First day of the held-out window and its length; null without an evaluation. */
  readonly window: { readonly from: string; readonly days: number } | null;
  readonly candidates: readonly CandidateModel[];
  /** The deciding metric, and whether lower is better. */
  readonly decidedBy: { readonly metric: string; readonly lowerIsBetter: boolean } | null;
  /** One sentence on the result against baselines, or on missing data. */
  readonly verdict: string;
  /** Set when a newer fit did worse and this one was retained. */
  readonly retainedBecause: string | null;
}

export interface CalibrationPoint {
  /** Mean forecast of a bin, and the share of its customers who ordered; in [0, 1]. */
  readonly forecast: number;
  readonly observed: number;
  /** 95% interval of the share. */
  readonly low: number;
  readonly high: number;
  readonly customers: number;
}

/** Customers ranked by forecast: the share of all buyers among the top `customers` share. */
export interface GainPoint {
  readonly customers: number;
  readonly buyers: number;
}

/** A decile of customers, 1 = highest forecasts. */
export interface Decile {
  readonly decile: number;
  readonly customers: number;
  readonly buyers: number;
  readonly forecastRate: number;
  readonly observedRate: number;
  /** Observed rate divided by the overall rate. */
  readonly lift: number;
}

export interface IntentBackTest {
  readonly days: number;
  /** Null with too little data to hold out; `missing` then states how much is needed. */
  readonly measured: {
    readonly calibration: readonly CalibrationPoint[];
    readonly gain: readonly GainPoint[];
    readonly deciles: readonly Decile[];
    readonly candidates: readonly CandidateModel[];
    readonly customers: number;
    readonly buyers: number;
  } | null;
  readonly missing: string | null;
}

/** A weight of a model with its 95% interval, as text. */
export interface ShownWeight {
  readonly feature: string;
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Such as "Each doubling of the days since the last order halves the odds". */
  readonly words: string;
}

export interface ShownFit {
  readonly weights: readonly ShownWeight[];
  /** A summary in one or two sentences. */
  readonly words: string;
  readonly customers: number;
}

/** A bar of a distribution: profiles from `from` (inclusive) up to `to` (exclusive). */
export interface Bin {
  readonly from: number;
  /** Null: no upper bound. */
  readonly to: number | null;
  readonly profiles: number;
}

export interface ShownShopGroup {
  readonly key: ShopGroupKey;
  readonly profiles: number;
  /** Share of all scored profiles, in [0, 1]. */
  readonly share: number;
  /** Means of its members; null for profiles without an order. */
  readonly center: {
    readonly recencyDays: number;
    readonly orders: number;
    readonly spendMinor: number;
  } | null;
}

/** Data of the predictions page. Money is in minor units. */
export interface PredictionsSummary {
  readonly currency: string;
  readonly timeZone: string;
  /** When all profiles were last scored; null before the first time. */
  readonly computedAt: string | null;
  readonly profiles: number;
  readonly scored: number;
  readonly byGrade: Readonly<Record<Grade, number>>;
  /** Metric → its meaning, in one sentence. */
  readonly metricWords: Readonly<Record<string, string>>;
  readonly models: readonly ShownModel[];
  readonly intent: {
    /** By ascending horizon. */
    readonly backTests: readonly IntentBackTest[];
    /** P(Y = 1 | I) = σ(θ₀ + θ₁ I): the base model; null with too little data, see `missing`. */
    readonly base: (ShownFit & { readonly days: number }) | null;
    /** All features, for the same horizon. */
    readonly full: (ShownFit & { readonly days: number }) | null;
    readonly missing: string | null;
  };
  /** X = αC + βI + ε; null with too little data, see `missing`. */
  readonly behavior:
    | (ShownFit & {
        readonly days: number;
        readonly alpha: ShownWeight;
        readonly beta: ShownWeight;
        readonly rSquared: number;
        readonly residualDeviation: number;
        readonly missing: null;
      })
    | { readonly missing: string };
  readonly distributions: {
    /** Minor units, over the next 12 months. */
    readonly value: readonly Bin[];
    /** Probabilities in [0, 1]. */
    readonly churn: readonly Bin[];
    /** Days from now. */
    readonly nextOrder: readonly Bin[];
  };
  readonly groups: readonly ShownShopGroup[];
}
