import type { NamedFeature } from "~/ml/customers/named-features";
import type { ShopGroupKey } from "./group-prototypes";
import type { ModelSelection } from "./selection";
import type { Grade } from "./prediction";
import type { Missing, UpliftEvidence } from "./quality";

/** The models of the stage, each a kind of row in `model`. */
export const MODEL_KINDS = [
  "intent",
  "churn",
  "lifetime",
  "next_order",
  "customer_groups",
  "behavior",
  "email_habits",
  "uplift",
] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** A row of a back-test: a model or baseline with its results on the held-out window. */
export interface CandidateModel {
  /** A code, such as "logistic_regression". */
  readonly name: string;
  readonly isChosen: boolean;
  /** Such as { auc: .74, logLoss: .61 }; */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface ShownModel {
  readonly kind: ModelKind;
  /** Whether it was trained on this shop's orders, or contains general defaults. */
  readonly source: "shop" | "prior";
  readonly trainedAt: string;
  /** Number of customers in the held-out window; 0 without an evaluation. */
  readonly measuredOn: number;
  /** First day of the held-out window and its length; null without an evaluation. */
  readonly window: { readonly from: string; readonly days: number } | null;
  readonly candidates: readonly CandidateModel[];
  readonly verdict: ModelVerdict;
  /** Whether a newer fit did worse and this one was retained. */
  readonly isRetained: boolean;
}

/** A model's result against its baseline, or why there is none. */
export type ModelVerdict =
  | { readonly kind: "missing"; readonly missing: Missing }
  /** `change`: the difference in error as a share of the baseline's. */
  | { readonly kind: "better" | "worse" | "similar"; readonly change: number }
  | { readonly kind: "ranked"; readonly evidence: UpliftEvidence }
  | { readonly kind: "not_compared" };

/** The last comparison with other methods. */
export interface ShownSelections {
  readonly selectedAt: string;
  /** By prediction, then by ascending horizon. */
  readonly selections: readonly ShownSelection[];
}

export interface ShownSelection extends Omit<ModelSelection, "folds" | "winner"> {
  /** The held-out windows, youngest first; `from` is the first day. */
  readonly folds: readonly { readonly from: string; readonly customers: number }[];
  /** The code of the contender in use; null while the base model is. */
  readonly winner: string | null;
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
  /** Null with too little data to hold out, see `missing`. */
  readonly measured: {
    readonly calibration: readonly CalibrationPoint[];
    readonly gain: readonly GainPoint[];
    readonly deciles: readonly Decile[];
    readonly candidates: readonly CandidateModel[];
    readonly customers: number;
    readonly buyers: number;
  } | null;
  readonly missing: Missing | null;
}

/** A weight of a model with its 95% interval. */
export interface ShownWeight {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface ShownFit {
  readonly days: number;
  readonly customers: number;
}

/** P(Y = 1 | I) = σ(θ₀ + θ₁ I), where I is interest. */
export interface BaseFit extends ShownFit {
  readonly intercept: ShownWeight;
  readonly slope: ShownWeight;
  /** The probability at an interest of 0, 1 and 2. */
  readonly chances: readonly [number, number, number];
}

/** All features, per standard deviation. */
export interface FullFit extends ShownFit {
  /** Largest first. */
  readonly weights: readonly (ShownWeight & { readonly feature: NamedFeature })[];
}

/** X = αC + βI + ε: a behavior by spend and interest, with α for twice the spend. */
export interface BehaviorFit extends ShownFit {
  readonly intercept: ShownWeight;
  readonly alpha: ShownWeight;
  readonly beta: ShownWeight;
  readonly rSquared: number;
  readonly residualDeviation: number;
}

/** Recorded behavior: days with an order, minutes in the store, product views, and human clicks in emails. */
export const MODELED_BEHAVIORS = ["orders", "dwellMinutes", "views", "clicks"] as const;
export type ModeledBehavior = (typeof MODELED_BEHAVIORS)[number];

interface ShownBehavior {
  readonly behavior: ModeledBehavior;
  readonly fit: BehaviorFit | null;
  readonly missing: Missing | null;
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
  /** When all profiles were last scored; null before the first time. */
  readonly computedAt: string | null;
  /** Of the numbers of profiles: `Counted`. */
  readonly countedAt: string | null;
  readonly profiles: number;
  readonly scored: number;
  readonly byGrade: Readonly<Record<Grade, number>>;
  readonly models: readonly ShownModel[];
  /** Whether predictions are compared with other methods, which may then be used. */
  readonly areMethodsCompared: boolean;
  /** Null before the first comparison. */
  readonly selection: ShownSelections | null;
  readonly intent: {
    /** By ascending horizon. */
    readonly backTests: readonly IntentBackTest[];
    /** Null with too little data, see `missing`. */
    readonly base: BaseFit | null;
    /** For the same horizon. */
    readonly full: FullFit | null;
    /** Null without a base model: nothing was trained yet. */
    readonly missing: Missing | null;
  };
  /** One of each behavior; none before the first training. */
  readonly behaviors: readonly ShownBehavior[];
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
