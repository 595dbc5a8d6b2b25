import type { Grade } from "./prediction";

/** The models of the stage, each a kind of row in `model`. */
export const MODEL_KINDS = [
  "intent",
  "churn",
  "lifetime",
  "next_order",
  "customer_groups",
  "behaviour",
  "email_habits",
] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** One line of the table of a back-test: a model or a baseline, and how it did on the held-out window. */
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
  /** Whether it was learned from this shop's orders, or says what is usual elsewhere until it can be. */
  readonly source: "shop" | "prior";
  readonly version: number | null;
  readonly trainedAt: string | null;
  /** Customers whose held-out window it was tried on; 0 when it could not be tried. */
  readonly measuredOn: number;
  /** First day of the held-out window and its length; null when it could not be tried. */
  readonly window: { readonly from: string; readonly days: number } | null;
  readonly candidates: readonly CandidateModel[];
  /** The metric that decides, and whether less of it is better. */
  readonly decidedBy: { readonly metric: string; readonly lessIsBetter: boolean } | null;
  /** One sentence on how it did against its baselines, or what is missing and how much more is needed. */
  readonly verdict: string;
  /** Said when a newer fit did worse and this one was kept. */
  readonly retainedBecause: string | null;
}

export interface CalibrationPoint {
  /** Mean forecast of a bin, and the share of its customers who ordered; in [0, 1]. */
  readonly forecast: number;
  readonly observed: number;
  /** 95 % interval of the share. */
  readonly low: number;
  readonly high: number;
  readonly customers: number;
}

/** Customers ranked by forecast: of the best `customers` share, what share of all buyers was found. */
export interface GainPoint {
  readonly customers: number;
  readonly buyers: number;
}

/** A tenth of the customers, 1 = highest forecasts. */
export interface Decile {
  readonly decile: number;
  readonly customers: number;
  readonly buyers: number;
  readonly forecastRate: number;
  readonly observedRate: number;
  /** Observed rate over that of all. */
  readonly lift: number;
}

export interface IntentBackTest {
  readonly days: number;
  /** Null when there was too little to hold out; `missing` then says how much more is needed. */
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

/** A weight of a model with its 95 % interval, in words. */
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
  /** What the whole says, in one or two sentences. */
  readonly words: string;
  readonly customers: number;
}

/** A bar of a distribution: profiles from `from` (included) up to `to` (excluded). */
export interface Bin {
  readonly from: number;
  /** Null: no upper end. */
  readonly to: number | null;
  readonly profiles: number;
}

export interface ShownGroupOfShop {
  readonly key: string;
  readonly name: string;
  readonly about: string;
  readonly profiles: number;
  /** Of all scored profiles, in [0, 1]. */
  readonly share: number;
  /** Means of its members; null for those who never ordered. */
  readonly centre: {
    readonly recencyDays: number;
    readonly orders: number;
    readonly spendMinor: number;
  } | null;
}

/** All that the page of predictions shows. Money is in minor units. */
export interface PredictionsSummary {
  readonly currency: string;
  readonly timeZone: string;
  /** When profiles were last scored all together; null before the first time. */
  readonly computedAt: string | null;
  readonly profiles: number;
  readonly scored: number;
  readonly byGrade: Readonly<Record<Grade, number>>;
  /** What each grade means, in one sentence. */
  readonly gradeWords: Readonly<Record<Grade, string>>;
  /** Metric → what it says, in one sentence. */
  readonly metricWords: Readonly<Record<string, string>>;
  readonly models: readonly ShownModel[];
  readonly intent: {
    /** By rising horizon. */
    readonly backTests: readonly IntentBackTest[];
    /** P(Y = 1 | I) = σ(θ₀ + θ₁ I): the base; null when not enough is known, see `missing`. */
    readonly base: (ShownFit & { readonly days: number }) | null;
    /** All features, of the same horizon. */
    readonly full: (ShownFit & { readonly days: number }) | null;
    readonly missing: string | null;
  };
  /** X = αC + βI + ε; null when not enough is known, see `missing`. */
  readonly behaviour:
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
    /** Minor units, of the next 12 months. */
    readonly value: readonly Bin[];
    /** Chances in [0, 1]. */
    readonly churn: readonly Bin[];
    /** Days from now. */
    readonly nextOrder: readonly Bin[];
  };
  readonly groups: readonly ShownGroupOfShop[];
}
